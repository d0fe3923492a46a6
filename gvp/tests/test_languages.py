"""Spanish is complete and English is complete: in the catalogue, and on every page a role can open."""

import datetime as dt
import re
from collections.abc import Iterator
from types import SimpleNamespace

import polib
import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import strip_tags

from gvp.testing import access, furnished

CATALOGUE = polib.pofile(str(settings.BASE_DIR / "gvp/locale/es/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# Words that stand in no sentence of the other language, in no code and in no name of the small world.
ENGLISH = re.compile(
    r"\b(the|and|with|this|your|from|was|were|have|has|been|which|every|each|save|search|delete|add|edit|back|"
    r"people|person|session|sessions|workshop|attendance|target|board|history|name|date|password|required|optional)\b",
    re.IGNORECASE,
)
SPANISH = re.compile(
    r"\b(los|las|del|por|una|este|esta|para|que|según|también|guardar|buscar|borrar|añadir|volver|fecha|nombre|"
    r"persona|personas|sesión|sesiones|taller|talleres|asistencia|meta|tablero|historial|obligatorio)\b",
    re.IGNORECASE,
)
READERS = ("administrator", "coordinator", "monitoring", "field", "donor")
# Pages that show the register's own Spanish words, the Spanish of the help card beside its English, or a report as
# it is printed, in the language that its address names.
SPANISH_IN_BOTH = re.compile(
    r"ops:import_register|admin:.*_(import|export)|admin:base_helpline_changelist|reporting:report_preview"
)


def test_the_spanish_catalogue_is_complete():
    untranslated = [entry.msgid for entry in CATALOGUE if not entry.translated() or "fuzzy" in entry.flags]
    assert untranslated == []


def test_translations_keep_the_placeholders():
    differing = [
        entry.msgid
        for entry in CATALOGUE
        if entry.msgstr and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert differing == []


def visible(html: str) -> str:
    """What a reader sees or hears: text, labels, titles; no code, no address."""
    html = re.sub(r"<(script|style|template|code)\b.*?</\1>", " ", html[html.index("<body") :], flags=re.DOTALL)
    # What is in another language on purpose says so.
    html = re.sub(r'<(\w+)[^>]*\slang="[^"]*"[^>]*>.*?</\1>', " ", html, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', html)
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <")) + " " + " ".join(spoken))


def pages_of(role: str) -> Iterator[access.Page]:
    """The pages a role may look at, the first reader's once only."""
    before = READERS[: READERS.index(role)]
    for page in access.pages():
        if "GET" in page.verbs and page.may(role, "GET") and not any(page.may(other, "GET") for other in before):
            yield page


@pytest.fixture
def corner(world, settings, tmp_path) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path
    return furnished.furnish(world)["own"]


@pytest.mark.parametrize(("language", "foreign"), [("es", ENGLISH), ("en", SPANISH)], ids=["es", "en"])
@pytest.mark.parametrize("role", READERS)
def test_no_page_speaks_the_other_language(world, corner, login, role, language, foreign):
    client = login(world.users[role])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = {}
    for page in pages_of(role):
        response = client.get(furnished.address(page, corner))
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        if is_page and not (language == "en" and SPANISH_IN_BOTH.fullmatch(page.name)):
            words = {match[0].lower() for match in foreign.finditer(visible(response.content.decode()))}
            found |= {page.name: sorted(words)} if words else {}
    assert not found, "\n".join(f"{name}: {', '.join(words)}" for name, words in found.items())


@pytest.mark.parametrize("language", ["es", "en"])
def test_numbers_and_dates_are_written_as_in_peru(language):
    with translation.override(language):
        assert number_format(1234.5, 1, force_grouping=True) == "1,234.5"
        assert date_format(dt.date(2026, 11, 24), "SHORT_DATE_FORMAT") == "24/11/2026"
        assert get_format("FIRST_DAY_OF_WEEK") == 1
        assert get_format("DATE_INPUT_FORMATS")[0] in ("%d/%m/%Y", "%Y-%m-%d")


def test_the_day_is_limas():
    late = dt.datetime(2026, 4, 1, 4, 30, tzinfo=dt.UTC)
    assert timezone.localdate(late) == dt.date(2026, 3, 31)


def test_the_phones_language_is_not_asked(client, db):
    page = client.get("/ayuda/", headers={"accept-language": "en"})
    assert page["Content-Language"] == "es"
