"""The reference in docs/reference, written from the code so that it cannot say anything else."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.utils import translation

from gvp import settings as settings_module
from gvp.accounts import roles
from gvp.base.parameters import DECLARED
from gvp.ops.register.sheets import SHEETS
from gvp.ops.register.sheets.base import Column
from gvp.reporting.base import Indicator
from gvp.reporting.indicators import INDICATORS
from gvp.testing import access

FOLDER: Path = settings.BASE_DIR / "docs" / "reference"
WRITTEN = "<!-- Written by `manage.py reference`; change the code, not this page. -->"
LETTERS = list(access.ROLES)
KINDS = {
    "list": "a list: its length",
    "day": "a list of what is true on one day: its length",
    "sum": "a sum over a list",
    "ratio": "a ratio of two lists",
}


def texts() -> dict[Path, str]:
    """What each page should say."""
    with translation.override("en"):
        pages = {
            "indicators": indicators(),
            "settings": variables(),
            "permissions": permissions(),
            "register": register(),
        }
        return {FOLDER / f"{name}.md": "\n".join([*lines]) + "\n" for name, lines in pages.items()}


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(heading)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


# --- Indicators -------------------------------------------------------------------------------


def indicators() -> Iterator[str]:
    yield from ("# Indicators", "", WRITTEN, "")
    yield "Every figure is the length, or the sum, of a list. Board, drill-down, PDF, Excel and"
    yield "`manage.py indicators` read the same declaration in `gvp/reporting/indicators/`."
    yield ""
    heading = ("code", "indicator", "in Spanish", "level", "unit")
    yield from table(
        heading, ((i.code, str(i.title), _in_spanish(i.title), i.level, str(i.unit)) for i in INDICATORS.values())
    )
    for indicator in INDICATORS.values():
        yield from _indicator(indicator)
    yield from ("", "## Programme parameters", "")
    yield "Thresholds that an administrator may change; each change stands in the audit log."
    yield ""
    rows = ((f"`{d.key}`", str(d.label), f"{d.default}") for d in DECLARED.values())
    yield from table(("parameter", "meaning", "usual value"), rows)


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield from ("", f"## {indicator.code} · {indicator.title}", "", str(indicator.definition), "")
    facts = {
        "Kind": KINDS[indicator.kind],
        "Date": str(indicator.dated_on),
        "Province": str(indicator.placed_in),
        "Broken down by": ", ".join(indicator.disaggregations),
    }
    yield from (f"- **{name}:** {fact}" for name, fact in facts.items() if fact)
    if indicator.rules:
        yield from ("", "Asked in this order; the first that fails is why somebody is left out:", "")
        yield from (f"{number}. {rule.text}" for number, rule in enumerate(indicator.rules, start=1))


def _in_spanish(text: object) -> str:
    with translation.override("es"):
        return str(text)


# --- Settings -----------------------------------------------------------------------------------


def variables() -> Iterator[str]:
    yield from ("# Settings", "", WRITTEN, "")
    yield "Environment variables, or lines of the file `.env` beside `manage.py`. What is exported wins over the file."
    yield ""
    yield from table(("name", "kind", "default", "meaning"), sorted(_read_settings()))
    yield ""
    yield "`PORT` (8000) and `DEMO` (1) are also read by `make run`."


def _read_settings() -> Iterator[tuple[str, str, str, str]]:
    """Each call of `env` in the settings, with the comment above it."""
    source = inspect.getsource(settings_module)
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_env(node.func) and node.args and isinstance(node.args[0], ast.Constant):
            kind = node.func.attr if isinstance(node.func, ast.Attribute) else "text"
            default = next((ast.unparse(word.value) for word in node.keywords if word.arg == "default"), "")
            yield f"`{ast.literal_eval(node.args[0])}`", kind, f"`{default}`", _comment_above(lines, node.lineno - 1)


def _is_env(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(owner, ast.Name) and owner.id == "env"


def _comment_above(lines: list[str], index: int) -> str:
    found: list[str] = []
    while index and lines[index - 1].lstrip().startswith("# ") and "# ---" not in lines[index - 1]:
        index -= 1
        found.insert(0, lines[index].strip().removeprefix("# "))
    return " ".join(found)


# --- Permissions --------------------------------------------------------------------------------


def permissions() -> Iterator[str]:
    yield from ("# Who may do what", "", WRITTEN, "")
    yield "Roles are classes in `gvp/accounts/roles.py`. A role says what its people may do and which rows they see."
    yield ""
    heading = ("", "role", "in Spanish", "what for", "rows")
    yield from table(heading, ((letter, *_role(roles.ROLES[key])) for letter, key in access.ROLES.items()))
    yield from ("", "## Permissions", "")
    yield from table(("permission", "what it allows", *LETTERS), _permissions())
    yield ""
    yield "School leaders appear as initials, and their records open for nobody, without the protection permission,"
    yield "which is given to a person and not to a role."
    yield from ("", "## Pages", "")
    yield "Tests try every page with every role, with a record of the own and of another province."
    yield "`·` is answered with 403. A record out of reach is answered with 404, as if it did not exist."
    yield ""
    yield from table(("page", "address", *LETTERS, "record"), _pages())
    yield from ("", "## Administration", "")
    yield "Pages of Django's admin, for coordinators (C) in their provinces and administrators (A) in all."
    yield ""
    yield from table(("model", *access.COLUMNS), _admin())


def _role(role: type[roles.Role]) -> tuple[str, ...]:
    rows = "own cycles" if role.own_cycles_only else "own provinces" if role.own_provinces_only else "all provinces"
    none = role.limit is roles.Role.limit
    return str(role.label), _in_spanish(role.label), str(role.description), "none: aggregates only" if none else rows


def _permissions() -> Iterator[list[str]]:
    """The constants of roles.py with the comment beside each."""
    for line in inspect.getsource(roles).splitlines():
        name, equals, rest = line.partition(" = ")
        if name.isupper() and equals and "  # " in rest:
            value, _hash, meaning = rest.partition("  # ")
            held = (ast.literal_eval(value) in roles.ROLES[key].permissions for key in access.ROLES.values())
            yield [f"`{ast.literal_eval(value)}`", meaning, *("✓" if has else "·" for has in held)]


def _pages() -> Iterator[list[str]]:
    addresses = dict(_addresses(get_resolver().url_patterns))
    for page in access.pages():
        if page.name in addresses and not page.name.startswith("admin:"):
            yield [
                f"`{page.name}`",
                f"`/{addresses[page.name]}`",
                *_cells(page),
                "anybody, without login" if page.public else page.about or page.asks,
            ]


def _cells(page: access.Page) -> Iterator[str]:
    for key in access.ROLES.values():
        looks, sends = ("GET" in page.verbs and page.may(key, "GET")), ("POST" in page.verbs and page.may(key, "POST"))
        reads_only = looks and not sends and "POST" in page.verbs
        yield "reads" if reads_only else "✓" if looks or sends else "·"


def _addresses(patterns: list, space: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and address of every page outside Django's admin."""
    for entry in patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", address
        elif entry.namespace != "admin":
            yield from _addresses(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space, address)


def _admin() -> Iterator[list[str]]:
    for line in access.ADMIN.strip().splitlines():
        if not line.startswith("#"):
            model, *cells = line.split()
            yield [f"`{model}`", *(cell.strip(".") or "·" for cell in cells[: len(access.COLUMNS)])]


# --- Register -----------------------------------------------------------------------------------


def register() -> Iterator[str]:
    yield from ("# The register workbook", "", WRITTEN, "")
    yield "One `.xlsx` file carries a whole register in and out. Required columns are **bold**; the order of sheets,"
    yield "rows and columns means nothing; headings match without regard to case, accents, spaces or underscores."
    yield "How to bring one in: [import a register](../how-to/import-a-register.md)."
    for sheet in SHEETS:
        yield from ("", f"## {sheet.name}", "")
        rows = (
            (f"**{column.name}**" if column.required else column.name, column.kind.describe())
            for column in sheet.columns
        )
        yield from table(("column", "what it may hold"), rows)


def _heading(column: Column) -> str:
    return f"**{column.name}**" if column.required else column.name


PAGES = {"indicators": indicators, "settings": variables, "permissions": permissions, "register": register}
