"""The help card is never empty: the lines of the country, which an administrator may change."""

from django.db import migrations

# name, English name, contact, Spanish, English
LINES = [
    ("Línea 100", "Línea 100", "100", "Gratuita, las 24 horas, todos los días, desde cualquier teléfono.",
     "Free, 24 hours a day, every day, from any phone."),
    ("Chat 100", "Chat 100", "", "Para adolescentes y jóvenes, por internet.",
     "For adolescents and young people, on the internet."),
    ("CEM", "CEM", "", "Centro Emergencia Mujer y Familia: atención en persona, gratuita.",
     "Women's and Family Emergency Centre: care in person, free."),
    ("SAU", "SAU", "", "Servicio de Atención Urgente: acude a casos urgentes.",
     "Urgent care service: comes to urgent cases."),
    ("Policía", "Police", "105", "En una emergencia.", "In an emergency."),
    ("SíseVe", "SíseVe", "", "Violencia en la escuela.", "Violence at school."),
]


def add_lines(apps, schema_editor):
    HelpLine = apps.get_model("base", "HelpLine")
    if HelpLine.objects.exists():
        return
    HelpLine.objects.bulk_create(
        HelpLine(name=name, name_en=name_en, contact=contact, description=es, description_en=en, order=order)
        for order, (name, name_en, contact, es, en) in enumerate(LINES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(add_lines, migrations.RunPython.noop)]
