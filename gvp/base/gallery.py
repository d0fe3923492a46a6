"""A form with one field of each kind, for the gallery of components."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gvp.base.free_text import FreeTextField

CHOICES = [("yes", _("yes")), ("no", _("no")), ("unknown", _("not known"))]


class GalleryForm(forms.Form):
    text = forms.CharField(label=_("One line"), help_text=_("Help stands between the label and the control."))
    optional = forms.CharField(label=_("A field that may stay empty"), required=False)
    number = forms.IntegerField(label=_("A number"), min_value=0)
    date = forms.DateField(label=_("A date"), widget=forms.DateInput(attrs={"type": "date"}))
    one = forms.ChoiceField(label=_("One of several"), choices=CHOICES, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(label=_("Several"), choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    chosen = forms.ChoiceField(label=_("One of many"), choices=CHOICES)
    sure = forms.BooleanField(label=_("A box to tick"))
    note = FreeTextField(label=_("A note"), rows=3)


def filled_in_badly() -> GalleryForm:
    """The form as it comes back after a mistake."""
    return GalleryForm(
        {"text": "", "number": "-1", "date": "2026-02-30", "one": "yes", "note": str(_("There was a denuncia."))},
        auto_id="bad_%s",
    )
