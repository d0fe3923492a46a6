"""Documents: text with its zeros, checked when the check character is given."""

import pytest
from django.core.exceptions import ValidationError

from participants.documents import clean_document


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("dni", "00123456", "00123456"),
        ("dni", "10117410", "10117410"),
        ("dni", "10117410-2", "10117410"),
        ("dni", "10117410-g", "10117410"),
        ("ce", "001234567", "001234567"),
        ("ptp", "ab1234567", "AB1234567"),
        ("passport", "xy 123456", "XY123456"),
        ("dni", "", ""),
        ("", "", ""),
    ],
)
def test_a_document_is_stored_in_one_form(kind, typed, stored):
    assert clean_document(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("dni", "1234567", "document"),
        ("dni", "101174103", "check"),
        ("dni", "10117410H", "check"),
        ("dni", "١٢٣٤٥٦٧٨", "document"),
        ("ce", "12345678", "document"),
        ("passport", "A1", "document"),
        ("", "12345678", "kind"),
    ],
)
def test_a_wrong_document_is_refused(kind, typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_document(kind, typed)
    assert refused.value.code == code
