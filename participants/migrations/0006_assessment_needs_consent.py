from django.db import migrations

from participants.assessment_guard import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("participants", "0005_instrument_fcc_15")]
    operations = [migrations.RunPython(guard, unguard)]
