"""Phones: what people type, what is stored, what is shown."""

import pytest
from django.core.exceptions import ValidationError

from participants.phones import clean_phone, mask, show_phone


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("987654321", "+51987654321", "987 654 321"),
        ("987 654 321", "+51987654321", "987 654 321"),
        ("+51 987-654-321", "+51987654321", "987 654 321"),
        ("0051987654321", "+51987654321", "987 654 321"),
        ("064 234567", "+5164234567", "064 234 567"),
        ("(067) 45-6789", "+5167456789", "067 456 789"),
        ("+51 64 234567", "+5164234567", "064 234 567"),
        ("", "", ""),
    ],
)
def test_a_phone_is_stored_in_one_form_and_shown_in_threes(typed, stored, shown):
    assert clean_phone(typed) == stored
    assert show_phone(stored) == shown


@pytest.mark.parametrize(
    "typed", ["98765432", "887654321", "01 4567890", "064 23456", "no tiene", "٩٨٧٦٥٤٣٢١", "9876543210"]
)
def test_another_number_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_phone(typed)


def test_a_masked_number_shows_its_last_three_digits():
    assert (mask("+51987654321"), mask("10117410"), mask("12"), mask("")) == ("•••••321", "•••••410", "•••••", "")
