"""How forms look here: one renderer, one field template."""

from django.forms.renderers import TemplatesSetting


class HouseFormRenderer(TemplatesSetting):
    """Renders each field with templates/components/field.html (label, help, control, error)."""

    field_template_name = "components/field.html"
