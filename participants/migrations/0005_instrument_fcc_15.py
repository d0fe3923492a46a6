from functools import partial
from typing import Any

from django.db import migrations

from participants import fcc15


def add_instrument(apps: Any, schema_editor: Any) -> None:
    fcc15.create(partial(apps.get_model, "participants"))


class Migration(migrations.Migration):
    dependencies = [("participants", "0004_instruments_assessments_networks")]
    operations = [migrations.RunPython(add_instrument, migrations.RunPython.noop)]
