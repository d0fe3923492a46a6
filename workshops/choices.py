"""What a form offers to choose from, known only when it is opened."""

from typing import Any

from django import forms


def choose_among(form: forms.BaseForm, field: str, rows: Any) -> None:
    """The rows, a queryset or (value, label) pairs, from which this field of the form is chosen."""
    choice = form.fields[field]
    if isinstance(choice, forms.ModelChoiceField):
        choice.queryset = rows
    elif isinstance(choice, forms.ChoiceField):
        choice.choices = rows
    else:
        raise TypeError(f"{field} is no field of choices.")
