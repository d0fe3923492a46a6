"""Laws of the house that no linter knows (docs/explanation/floors.md)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from participants import merging
from participants.models import Participant

ROOT: Path = settings.BASE_DIR
OURS = ("gvp", "participants", "workshops", "materials", "plans")
MODELS = [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def sources(*endings: str, folders: tuple[str, ...] = OURS) -> list[Path]:
    """Files below these folders; this one, which spells what is forbidden, left out."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in paths if path.suffix in endings and path != Path(__file__))


def offending(paths: list[Path], pattern: str) -> list[str]:
    """ "file:line" of every line that matches."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if found.search(line)
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_a_data_class(model):
    """0 public, 1 internal, 2 personal, 3 sensitive, 4 of minors (domain.md, R01)."""
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    assert model.data_class in range(5)
    assert set(model.field_classes.values()) <= set(range(5))
    assert set(model.field_classes) <= fields


def test_nothing_listens_to_signals():
    assert offending(sources(".py"), r"@receiver|import receiver|\b(pre|post)_(save|delete|init|migrate)\b") == []


def test_templates_hold_no_style_and_no_script_of_their_own():
    """The Content-Security-Policy would refuse them; `src=` is fine."""
    inline = r"\sstyle=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:"
    # WeasyPrint's documents and charts are not pages: no policy applies to them.
    pages = [path for path in sources(".html", folders=("templates",)) if "pdf" not in path.parts]
    assert offending(pages, inline) == []


def test_no_module_grows_beyond_one_noun():
    code = [path for path in sources(".py") if not {"tests", "migrations"} & set(path.parts)]
    assert {path.name: lines for path in code if (lines := path.read_text().count("\n")) > 330} == {}


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_have_names():
    numbered = [path for path in sources(".py") if "migrations" in path.parts and re.search(r"_auto_\d{8}", path.name)]
    assert numbered == []


def test_no_file_names_a_place_on_somebodys_machine():
    endings = (".py", ".sh", ".md", ".html", ".toml", ".js", ".css", ".txt")
    written = [
        *sources(*endings, folders=(*OURS, "docs", "tools", "templates", "static", "benchmarks")),
        *(path for path in ROOT.iterdir() if path.suffix in {*endings, ".ini"}),
        ROOT / "Makefile",
    ]
    assert offending(written, r"/work/|/root/|/home/\w|C:\\Users") == []


def test_nothing_is_left_to_do():
    written = sources(".py", ".js", ".html", folders=(*OURS, "static", "templates"))
    assert offending(written, r"\b(TODO|FIXME|XXX)\b") == []


def test_texts_are_marked_so_that_the_catalogue_finds_them():
    """makemessages knows gettext, its kin, and _; under another name a text would stay English in silence."""
    assert offending(sources(".py"), r"gettext(_lazy)? as (?!_\b|_$)\w+") == []


# Rows about a merge itself, or that stay with the record they were written about.
STAYS = {"participants.merge", "participants.participant", "participants.communitycorrection", "participants.twopeople"}


def test_everything_that_belongs_to_a_person_follows_when_records_are_merged():
    moved = {mover.model._meta.label_lower for mover in merging.MOVERS}
    moved |= {"participants.consent", "participants.assessment"}  # answers follow their consent (uniting.py)
    pointing = {
        relation.related_model._meta.label_lower
        for relation in Participant._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many  # their rows are models here
    }
    assert pointing == moved | STAYS
