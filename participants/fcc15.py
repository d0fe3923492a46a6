"""FCC-15, the programme's own short questionnaire, in everyday words (indicators.md, section 3).

It asks for agreement with ordinary ideas and ordinary practices of the last month; never for violent acts
(domain.md, section 3). Rows are data: an administrator may add other instruments without code.
"""

from typing import Any

CODE, VERSION = "FCC-15", "1"
NAME = ("Ficha corta de cambio", "Short form of change")
INTRO = (
    "Le voy a leer unas frases sobre la vida de todos los días. No hay respuestas buenas ni malas: lo que vale es lo "
    "que usted piensa y lo que pasó en el último mes. Después de cada frase dígame si está de acuerdo, más o menos, o "
    "en desacuerdo. Puede dejar una frase sin contestar y puede parar cuando quiera. Sus respuestas se usan junto con "
    "las de los demás para saber cómo le va al programa; no deciden nada sobre usted.",
    "I am going to read you some sentences about everyday life. There are no good or bad answers: what matters is "
    "what you think and what happened in the last month. After each sentence, tell me whether you agree, more or less, "
    "or disagree. You may leave a sentence unanswered and you may stop whenever you like. Your answers are used "
    "together with everybody else's to learn how the programme is doing; they decide nothing about you.",
)
OPTIONS = ((1, "De acuerdo", "Agree"), (2, "Más o menos", "More or less"), (3, "En desacuerdo", "Disagree"))
BANDS = (("0", "baja", "low"), ("33.33", "media", "middle"), ("66.67", "alta", "high"))

# Per domain: code, route, names, and the statements as (agreeing is favourable, Spanish, English).
DOMAINS = (
    ("M", "always", "Masculinidad", "Masculinity", (
        (False, "Un hombre de verdad no muestra miedo ni tristeza.", "A real man shows neither fear nor sadness."),
        (False, "En una casa, la última palabra la tiene el hombre.", "In a home, the man has the last word."),
        (True, "Pedir ayuda o consejo no hace menos hombre a nadie.",
         "Asking for help or advice makes no one less of a man."),
        (False, "Cocinar, lavar y limpiar es cosa de mujeres.", "Cooking, washing and cleaning are women's business."),
        (True, "En el último mes conversé con alguien de confianza sobre lo que me preocupaba.",
         "In the last month I talked with someone I trust about what worried me."),
    )),
    ("P", "partner", "Relación con la pareja", "Relationship with the partner", (
        (False, "Si mi pareja quiere ir a una reunión, primero debe pedirme permiso.",
         "If my partner wants to go to a meeting, she must ask my permission first."),
        (True, "En el último mes, mi pareja y yo decidimos juntos en qué gastar el dinero.",
         "In the last month, my partner and I decided together what to spend the money on."),
        (False, "El que trae el dinero a la casa es el que decide.",
         "Whoever brings the money home is the one who decides."),
        (False, "Cuando no pensamos igual, es mi pareja quien tiene que ceder.",
         "When we do not think alike, it is my partner who has to give in."),
        (True, "En el último mes hice tareas de la casa, como cocinar, lavar o barrer, sin que me lo pidieran.",
         "In the last month I did housework, such as cooking, washing or sweeping, without being asked."),
    )),
    ("H", "children", "Relación con hijas e hijos", "Relationship with daughters and sons", (
        (True, "En el último mes jugué o conversé con mis hijas e hijos casi todos los días.",
         "In the last month I played or talked with my daughters and sons almost every day."),
        (False, "Cuidar a las niñas y los niños pequeños le toca a la madre, no al padre.",
         "Looking after small children is up to the mother, not the father."),
        (False, "Si a un hijo varón se le da mucho cariño, no crece fuerte.",
         "A son who is given much affection does not grow up strong."),
        (True, "En el último mes ayudé a mis hijas e hijos con su comida, su aseo o sus tareas.",
         "In the last month I helped my daughters and sons with their food, washing or homework."),
        (False, "Las hijas deben ayudar en la casa más que los hijos varones.",
         "Daughters should help at home more than sons."),
    )),
)  # fmt: skip


def create(model: Any) -> Any:
    """Store it, unless it is there. `model("Item")` returns a model of this app, as in a migration."""
    instrument, new = model("Instrument").objects.get_or_create(
        code=CODE,
        version=VERSION,
        defaults={
            "name": NAME[0], "name_en": NAME[1], "intro": INTRO[0], "intro_en": INTRO[1],
            "top": "disagree", "counts_for_change": True, "in_use": True,
        },
    )  # fmt: skip
    if new:
        for value, label, label_en in OPTIONS:
            model("AnswerOption").objects.create(instrument=instrument, value=value, label=label, label_en=label_en)
        for since, label, label_en in BANDS:
            model("Band").objects.create(instrument=instrument, since=since, label=label, label_en=label_en)
        for order, domain in enumerate(DOMAINS, start=1):
            _domain(model, instrument, order, domain)
    return instrument


def _domain(model: Any, instrument: Any, order: int, described: Any) -> None:
    code, route, name, name_en, items = described
    domain = model("Domain").objects.create(
        instrument=instrument, code=code, route=route, name=name, name_en=name_en, order=order
    )
    for number, (equitable, text, text_en) in enumerate(items, start=1):
        model("Item").objects.create(
            domain=domain, code=f"{code}{number}", text=text, text_en=text_en, equitable=equitable, order=number
        )
