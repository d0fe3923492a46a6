"""How the tables of gvp/testing/access.py are read."""

from dataclasses import dataclass, replace

ROLES = {"F": "field", "C": "coordinator", "M": "monitoring", "A": "administrator", "D": "donor"}
VERBS = ("GET", "POST")
COLUMNS = ("see", "add", "change", "delete", "files")
# The addresses of one model's admin: column that decides, verbs, whether it names a record.
ADMIN_PAGES = {
    "changelist": ("see", ("GET", "POST"), False),
    "add": ("add", ("GET", "POST"), False),
    "change": ("see", ("GET", "POST"), True),
    "delete": ("delete", ("GET", "POST"), True),
    "history": ("see", ("GET", "POST"), True),
    "import": ("files", ("GET", "POST"), False),
    "process_import": ("files", ("POST",), False),
    "export": ("files", ("GET", "POST"), False),
}


@dataclass(frozen=True)
class Page:
    """One line of the table. `about` names the record in the address, `asks` what stands behind "?"."""

    name: str
    verbs: tuple[str, ...]
    who: frozenset[str]
    public: bool = False
    about: str = ""
    asks: str = ""
    changers: frozenset[str] | None = None  # who may POST, where that is not who may look

    def may(self, role: str, verb: str) -> bool:
        return role in (self.changers if verb == "POST" and self.changers is not None else self.who)


def read(pages: str, admin: str) -> list[Page]:
    """Every address of the two tables."""
    declared: dict[str, Page] = {}
    for line in _lines(pages):
        page = _page(line)
        known = declared.get(page.name)
        declared[page.name] = replace(known, verbs=VERBS, changers=page.who) if known else page
    return [*declared.values(), *(page for line in _lines(admin) for page in _of_model(line))]


def _lines(table: str) -> list[list[str]]:
    lines = (line.strip() for line in table.splitlines())
    return [[cell.strip() for cell in line.split("  ") if cell] for line in lines if line and line[0] != "#"]


def _page(cells: list[str]) -> Page:
    name, verbs, who, *rest = cells
    about, _, asks = (rest[0] if rest else "").partition("?")
    public = who == "anyone"
    roles = ROLES.values() if public else (ROLES[letter] for letter in who.split() if letter != ".")
    return Page(name, tuple(verbs.split()), frozenset(roles), public, about.strip(), asks)


def _of_model(cells: list[str]) -> list[Page]:
    model, *rest = cells
    allowed = dict(zip(COLUMNS, (_letters(cell) for cell in rest), strict=False))
    about = rest[len(COLUMNS)]
    made = []
    for suffix, (column, verbs, names_record) in ADMIN_PAGES.items():
        if column == "files" and not allowed["files"]:
            continue
        made.append(
            Page(
                f"admin:{model.replace('.', '_')}_{suffix}", verbs, allowed[column],
                about=about if names_record else "",
                changers=allowed["change"] if suffix == "change" else None,
            )
        )  # fmt: skip
    return made


def _letters(cell: str) -> frozenset[str]:
    return frozenset(ROLES[letter] for letter in cell if letter != ".")
