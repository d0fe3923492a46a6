"""The sheets of the register, parents before children: the order in which they are checked and written."""

from gvp.ops.register.sheets.base import Sheet
from gvp.ops.register.sheets.change import Applications
from gvp.ops.register.sheets.materials import Materials, Transfers
from gvp.ops.register.sheets.networks import Memberships, NetworkActions, Networks, Replications
from gvp.ops.register.sheets.people import Consents, People
from gvp.ops.register.sheets.places import Communities, Institutions
from gvp.ops.register.sheets.plans import Boards, Milestones, PlanActions, Plans
from gvp.ops.register.sheets.targets import Targets
from gvp.ops.register.sheets.workshops import Attendances, Cycles, Enrolments, Modules, Workshops

SHEETS: tuple[type[Sheet], ...] = (
    Communities, Institutions, People, Consents, Cycles, Modules, Enrolments, Workshops, Attendances, Applications,
    Networks, Memberships, NetworkActions, Replications, Materials, Transfers, Boards, Plans, Milestones, PlanActions,
    Targets,
)  # fmt: skip
