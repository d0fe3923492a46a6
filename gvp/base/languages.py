"""Texts that are kept in both languages, as the fields `name` and `name_en`."""

from typing import Any


def language_of(field: Any) -> str:
    """The language of a model's field, so that it is read aloud and hyphenated as what it is; "" for all others."""
    if field.name.endswith("_en"):
        return "en"
    return "es" if f"{field.name}_en" in {other.name for other in field.model._meta.fields} else ""
