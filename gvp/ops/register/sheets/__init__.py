"""The sheets of the register, parents before children: the order in which they are checked and written."""

from gvp.ops.register.sheets.base import Sheet
from gvp.ops.register.sheets.people import Consents, People
from gvp.ops.register.sheets.places import Communities, Institutions
from gvp.ops.register.sheets.targets import Targets
from gvp.ops.register.sheets.workshops import Attendances, Cycles, Enrolments, Modules, Workshops

SHEETS: tuple[type[Sheet], ...] = (
    Communities, Institutions, People, Consents, Cycles, Modules, Enrolments, Workshops, Attendances, Targets,
)  # fmt: skip

# Sheets that the register defines and GVP does not store yet: read, counted, named.
NOT_YET = (
    "aplicaciones", "redes", "integrantes", "acciones_red", "replicas", "materiales", "transferencias", "mesas",
    "planes", "hitos_plan", "acciones_plan",
)  # fmt: skip
