"""What one cell may hold (register.md)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from gvp.ops.register.cells import Bad, Choice, Code, Place, Text, YesNo
from gvp.ops.register.identity import Document, Phone
from gvp.ops.register.measures import Amount, Count, Date, Time

KIND = Choice({"publica": "public", "grupo_hombres": "mens_group", "3+": "3+"})


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("typed", ["sí", "si", "SÍ", "s", "S", "true", "verdadero", "1", 1.0, True, " sí "])
def test_yes(typed):
    assert YesNo().read(typed) is True


@pytest.mark.parametrize("typed", ["no", "NO", "n", "false", "falso", "0", 0.0, False])
def test_no(typed):
    assert YesNo().read(typed) is False


@pytest.mark.parametrize(
    ("kind", "typed", "read"),
    [
        (Code(), "00123456", "00123456"),
        (Code(), 123456.0, "123456"),
        (Place(pad=6), 90701.0, "090701"),
        (Place(pad=4), "907", "0907"),
        (Document(), 123456.0, "00123456"),
        (Document(), "00123456", "00123456"),
        (Document(), " 1234 5678 ", "12345678"),
        (Phone(), 987654321.0, "+51987654321"),
        (Phone(), "987 654 321", "+51987654321"),
        (Phone(), "064-231234", "+5164231234"),
        (Text(20), 1985.0, "1985"),
        (Text(20), "  dos   palabras ñ\n", "dos palabras ñ"),
        (Text(20), "N\u0303ahui", "Ñahui"),
        (KIND, "PÚBLICA", "public"),
        (KIND, "grupo hombres", "mens_group"),
        (KIND, "3+", "3+"),
        (Count(), 12.0, 12),
        (Count(), "1,234", 1234),
        (Count(), "12", 12),
        (Amount(), 0.1, Decimal("0.10")),
        (Amount(), "1,234.50", Decimal("1234.50")),
        (Time(), "18:00", dt.time(18)),
        (Time(), "8:05:00", dt.time(8, 5)),
        (Time(), 0.75, dt.time(18)),
        (Time(), dt.time(18, 0, 7), dt.time(18)),
        (Date(), "2026-03-08", dt.date(2026, 3, 8)),
        (Date(), "2026-03-08 00:00:00", dt.date(2026, 3, 8)),
        (Date(), "08/03/2026", dt.date(2026, 3, 8)),
        (Date(), dt.datetime(2026, 3, 8), dt.date(2026, 3, 8)),
        (Date(planned=True), "01/01/2090", dt.date(2090, 1, 1)),
    ],
)
def test_reads(kind, typed, read):
    assert kind.read(typed) == read


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        (YesNo(), "quizás", "Write sí or no."),
        (YesNo(), 2.0, "Write sí or no."),
        (KIND, "estatal", "Write one of: publica, grupo_hombres, 3+."),
        (KIND, "3", "Write one of: publica, grupo_hombres, 3+."),
        (Count(), -1.0, "Write a number from 0 to 32767."),
        (Count(), 1.5, "Write a whole number."),
        (Count(), "doce", "Write a number."),
        (Count(), "1.234,5", "Write a number."),
        (Count(), "nan", "Write a number."),
        (Count(), True, "Write a number."),
        (Amount(), "1.005", "Write at most two decimals."),
        (Amount(), -0.01, "Write a number that is not negative."),
        (Time(), "25:00", "Write a time such as 18:00."),
        (Date(), "31/02/2026", "Write a date such as 24/11/2026 or 2026-11-24."),
        (Date(), "03/08/26", "Write a date such as 24/11/2026 or 2026-11-24."),
        (Date(), "1999-12-31", "This date is before the year 2000."),
        (Date(), "2090-01-01", "This date is in the future."),
        (Text(3), "cuatro", "Too long: at most 3 characters."),
        (Text(99), "a\x07", "There is a control character in the text. Type it again."),
        (Text(99), "#N/A", "The cell holds an Excel error instead of a value."),
        (Text(99_999), "x" * 32_768, "Too long: a cell holds at most 32,767 characters."),
        (Document(), "1X", None),
        (Phone(), "12", None),
    ],
)
def test_refuses(kind, typed, reason):
    with pytest.raises(Bad) as refused:
        kind.read(typed)
    assert reason in (None, str(refused.value))


@pytest.mark.parametrize(
    ("kind", "stored"),
    [(YesNo(), True), (YesNo(), False), (KIND, "public"), (Time(), dt.time(18)), (Phone(), "+5164231234"),
     (Phone(), "+51987654321"), (Amount(), Decimal("1234.50")), (Count(), 7), (Text(9), "=1+1")],
)  # fmt: skip
def test_what_is_written_reads_as_what_was_stored(kind, stored):
    assert kind.read(kind.write(stored)) == stored


@pytest.mark.parametrize("language", ["es", "en"])
def test_reasons_come_in_the_readers_language(language):
    with translation.override(language), pytest.raises(Bad) as refused:
        YesNo().read("quizás")
    assert str(refused.value) == {"es": "Escriba sí o no.", "en": "Write sí or no."}[language]
