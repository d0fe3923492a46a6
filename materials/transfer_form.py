"""What is asked of a transfer: copies for one institution, and the act that proves it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.base.days import PastDay
from gvp.places.models import Province
from materials import handing, stock
from materials.forms import LARGEST, InstitutionField, RowForm, near
from materials.models import Edition, Material, Transfer
from materials.story import copies_in_words, edition_in_words


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, edition: Edition) -> str:
        return f"{edition_in_words(edition)} · {copies_in_words(edition.copies)}"


class TransferForm(RowForm):
    date = PastDay(label=_("Date"))
    copies = forms.IntegerField(label=_("Copies"), required=False, min_value=1, max_value=LARGEST)

    class Meta:
        model = Transfer
        fields = (
            "institution", "date", "edition", "copies", "format", "receiver", "receiver_role", "act_number", "act_file",
        )  # fmt: skip
        field_classes = {"institution": InstitutionField, "edition": EditionField}
        labels = {
            "institution": _("Receiving institution"),
            "edition": _("Edition"),
            "format": _("Format"),
            "receiver": _("Who received it"),
            "receiver_role": _("Office of the receiver"),
            "act_number": _("Number of the hand-over act"),
            "act_file": _("Hand-over act (scan)"),
        }
        help_texts = {"format": _("For example: printed, USB, link.")}

    def __init__(self, *args: Any, user: User, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("institution", near(user, self.instance.institution_id), _("Choose an institution"))
        editions = self.choose("edition", material.editions.all(), _("without edition"))
        if not editions.queryset:
            del self.fields["edition"]
        self._say_how_many(material)
        self._propose_act(user)

    def _say_how_many(self, material: Material) -> None:
        stored = None if self.instance._state.adding else self.instance
        self.left = stock.left(material, without=stored)
        if self.left is None:
            self.fields["copies"].help_text = (
                gettext("Record first the edition these copies come from.")
                if stock.unprinted(material)
                else gettext("Nothing limits the copies of this material.")
            )
            return
        self.fields["copies"].required = True
        self.fields["copies"].help_text = gettext("Left: %(copies)s.") % {"copies": copies_in_words(max(self.left, 0))}

    def _propose_act(self, user: User) -> None:
        provinces = list(user.limit(Province.objects.filter(followed=True), "pk"))
        year = (self.instance.date if not self.instance._state.adding else timezone.localdate()).year
        numbers = ", ".join(sorted(handing.next_acts(provinces, year).values()))
        text = gettext("Write it once the act is signed: with it the transfer counts. Next free number: %(numbers)s.")
        self.fields["act_number"].help_text = text % {"numbers": numbers or "—"}

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        date, edition = facts.get("date"), facts.get("edition")
        if date and edition and date < edition.published_on:
            text = gettext("This edition is of %(day)s: it cannot be handed over before.")
            self.add_error("date", text % {"day": date_format(edition.published_on, "SHORT_DATE_FORMAT")})
        return facts

    def facts(self) -> dict[str, Any]:
        return {"edition": None} | super().facts()
