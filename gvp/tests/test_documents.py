"""What the repository says of itself: dependencies, links, generated reference."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

ROOT: Path = settings.BASE_DIR
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def requirements() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_dependency_is_pinned():
    assert [line for line in requirements() if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line)] == []


def test_every_dependency_is_explained_and_none_besides():
    installed = {re.split(r"[\[=]", line)[0].lower() for line in requirements()}
    table = (ROOT / "docs/reference/dependencies.md").read_text()
    packages = table.partition("| file |")[0]  # data files have a table of their own
    rows = [line.split("|")[1] for line in packages.splitlines() if line.startswith("| ") and line[:9] != "| package"]
    explained = {name.strip().lower() for row in rows for name in row.split(",")}
    assert explained == installed


def test_no_link_leads_nowhere():
    dead = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in DOCUMENTS
        for target in LINK.findall(document.read_text())
        if not target.startswith(("http", "mailto:", "#")) and not (document.parent / target.partition("#")[0]).exists()
    ]
    assert dead == []


def test_the_reference_is_what_the_code_says():
    call_command("reference", "--check")
