"""What must hold before a person is stored through a screen (domain.md, sections 3, 4 and 7).

A register file is checked by its own importer, with the register's row-wise messages.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvp.base.days import date_error
from participants.models import Consent, Participant

ADULT = 18
NEVER_ASKED_OF_MINORS = ("document", "phone", "document_kind", "has_partner", "children")

CHECKED = (
    "group", "sex", "birth_year", "enrolled_on", "school", "grade", "section", *NEVER_ASKED_OF_MINORS,
)  # fmt: skip

Facts = Mapping[str, Any]
Errors = dict[str, list[str]]


def check_facts(facts: Facts) -> Errors:
    """What is wrong with one person's facts, by field. Empty when nothing is."""
    errors: Errors = {}
    enrolled_on, year = facts["enrolled_on"], facts["birth_year"]
    if problem := date_error(enrolled_on):
        errors["enrolled_on"] = [problem]
    age = enrolled_on.year - year
    leader = facts.get("group") == Participant.Group.SCHOOL_LEADER
    if not 0 <= age <= 110:
        errors["birth_year"] = [_("Check the year of birth.")]
    elif not leader and age < ADULT:
        errors["birth_year"] = [_("He is under 18: register him as a school leader, with his guardian's consent.")]
    elif leader and age < 8:
        errors["birth_year"] = [_("Check the year of birth.")]
    if leader:
        errors |= {
            field: [_("This is never asked of a school leader. Leave it empty.")]
            for field in NEVER_ASKED_OF_MINORS
            if facts.get(field)
        }
        errors |= {
            field: [_("A school leader needs a school, a grade and a section.")]
            for field in ("school", "grade", "section")
            if not facts.get(field)
        }
    elif facts.get("sex", Participant.Sex.MALE) != Participant.Sex.MALE:
        errors["sex"] = [_("The group of rural men is for men.")]
    return errors


def needed_consents(group: str, age: int) -> tuple[str, ...]:
    """The kinds without which nobody is stored. 18-year-old school leaders decide by themselves."""
    if group == Participant.Group.SCHOOL_LEADER and age < ADULT:
        return (Consent.Kind.REGISTRATION, Consent.Kind.GUARDIAN, Consent.Kind.ASSENT)
    return (Consent.Kind.REGISTRATION,)


MISSING = {
    "registration": lambda: _("Without consent to be registered nobody is stored. Count the person as unregistered."),
    "guardian": lambda: _("A minor needs the guardian's consent."),
    "assent": lambda: _("A minor needs to agree himself or herself."),
}


def check_consents(facts: Facts, consents: Iterable[Facts]) -> Errors:
    """What is missing or wrong among the consents, by kind."""
    given = {consent["kind"]: consent for consent in consents}
    age = facts["enrolled_on"].year - facts["birth_year"]
    needed = needed_consents(facts.get("group", Participant.Group.MAN), age)
    errors: Errors = {kind: [MISSING[kind]()] for kind in needed if kind not in given}
    for kind, consent in given.items():
        if problem := check_consent(consent):
            errors[kind] = [problem]
    return errors


def check_consent(consent: Facts) -> str:
    """The first thing that is wrong with one consent; "" when nothing is.

    Answers to questionnaires need a written consent (domain.md, R02). A register file may bring spoken ones of earlier
    years: they are stored, and no new answer stands on them (assessing.consent_for).
    """
    if problem := date_error(consent["given_on"]):
        return problem
    if consent["kind"] == Consent.Kind.GUARDIAN and not (
        consent.get("guardian_name") and consent.get("guardian_relation")
    ):
        return _("Write the guardian's name and relation.")
    if consent["mode"] == Consent.Mode.WITNESS:
        if consent["kind"] == Consent.Kind.EVALUATION:
            return _("To answer the questionnaires he must consent in writing: spoken before a witness is not enough.")
        if not consent.get("witness"):
            return _("Write who witnessed it.")
    return ""


def check(facts: Facts, consents: Iterable[Facts]) -> None:
    """Raise ValidationError with all problems by field and by kind of consent."""
    errors = check_facts(facts)
    errors |= check_consents(facts, consents)
    if errors:
        raise ValidationError(errors)
