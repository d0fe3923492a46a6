"""The rows of the life cycle (domain.md, section 2): from where, who acts, and what document proves it. Pure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

BEFORE_APPROVAL = frozenset(
    {"convened", "diagnosis", "drafting", "validated", "submitted", "under_review", "returned", "with_opinion",
     "not_approved"}
)  # fmt: skip
FROM_APPROVAL_ON = frozenset({"approved", "published", "recognised", "implementing", "evaluating", "completed"})

BOARD = _("the board")
TEAM = _("the technical team")
MUNICIPALITY = _("the provincial municipality")
COUNCIL = _("the municipal council or the mayor")


@dataclass(frozen=True)
class Step:
    """`number` is the table's, `after` the states it is entered from ("" is none yet).

    `documents` are kinds to offer, the usual one first; other words are as good. `numbered`: the municipality's own
    act, with its helper format. `reasoned`: a note takes the place of the document.
    """

    number: str
    after: frozenset[str]
    who: Any
    proof: Any
    documents: tuple[Any, ...] = ()
    numbered: bool = False
    reasoned: bool = False


ACTS = (_("Municipal ordinance"), _("Council agreement"), _("Mayoral resolution"))
MINUTES = _("Minutes of a meeting")

STEPS: dict[str, Step] = {
    "convened": Step(
        "0", frozenset({""}), _("the board or the municipality"),
        _("Letter of convocation, or minutes in which the board was installed."),
        (_("Installation minutes"), _("Letter of convocation")),
    ),
    "diagnosis": Step(
        "1", frozenset({"convened"}), TEAM,
        _("Terms of reference, or minutes that name the technical team."), (MINUTES, _("Terms of reference")),
    ),
    "drafting": Step(
        "2", frozenset({"diagnosis", "returned", "not_approved"}), TEAM,
        _("Diagnosis, and minutes of at least one working session."),
        (_("Minutes of a working session"), _("Diagnosis")),
    ),
    "validated": Step(
        "3", frozenset({"drafting"}), BOARD,
        _("Validation minutes with the attendance list that shows the quorum, and the text of the plan."),
        (_("Validation minutes"),),
    ),
    "submitted": Step(
        "4", frozenset({"validated"}), _("the technical secretariat"),
        _("Official letter with the stamp of the document reception desk: number of the file and date."),
        (_("Official letter with reception stamp"),),
    ),
    "under_review": Step(
        "5", frozenset({"submitted"}), MUNICIPALITY,
        _("Technical report (social development or planning office), legal report, or both."),
        (_("Technical report"), _("Legal report")),
    ),
    "returned": Step(
        "5r", frozenset({"under_review", "with_opinion"}), MUNICIPALITY,
        _("Document with the observations."), (_("Official letter with observations"), _("Report with observations")),
    ),
    "with_opinion": Step(
        "6", frozenset({"under_review"}), _("the committee of councillors"),
        _("Opinion of the committee."), (_("Committee opinion"),),
    ),
    "approved": Step(
        "7", frozenset({"with_opinion", "under_review"}), COUNCIL,
        _("Ordinance, council agreement or mayoral resolution: number, date and signed file."), ACTS, numbered=True,
    ),
    "not_approved": Step(
        "7r", frozenset({"with_opinion"}), _("the municipal council"),
        _("Minutes of the council session."), (_("Minutes of the council session"),),
    ),
    "published": Step(
        "8", frozenset({"approved"}), MUNICIPALITY,
        _("Page of the newspaper, link of the portal, or certificate of posting."),
        (_("Newspaper page"), _("Portal link"), _("Certificate of posting")),
    ),
    "recognised": Step(
        "9", frozenset({"approved", "published"}), MUNICIPALITY,
        _("Article of the same act that recognises the plan as a local management instrument, or a second act."),
        ACTS, numbered=True,
    ),
    "implementing": Step(
        "10", frozenset({"recognised"}), _("the responsible sectors"),
        _("Evidence of the first action, or the work plan of the year."),
        (_("Work plan of the year"), _("Evidence of an action")),
    ),
    "evaluating": Step(
        "11", frozenset({"implementing"}), BOARD,
        _("Annual or half-yearly report, with the minutes."), (_("Annual report"), _("Half-yearly report")),
    ),
    "completed": Step(
        "12", frozenset({"implementing", "evaluating"}), BOARD,
        _("Final evaluation."), (_("Final evaluation"),),
    ),
    "superseded": Step(
        "13", FROM_APPROVAL_ON, MUNICIPALITY,
        _("Act of the plan that takes its place. Enter the new plan as well, and say there which one it replaces."),
        ACTS, numbered=True,
    ),
    "repealed": Step(
        "13", FROM_APPROVAL_ON, MUNICIPALITY, _("Act that repeals it."), ACTS, numbered=True,
    ),
    "archived": Step(
        "14", BEFORE_APPROVAL, _("the coordinator"), _("A note that says why."), reasoned=True,
    ),
    "ratified": Step(
        "R", frozenset({"recognised", "implementing", "evaluating"}), _("the new authority"),
        _("Act of the new administration."), ACTS, numbered=True,
    ),
}  # fmt: skip
