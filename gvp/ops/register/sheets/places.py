"""comunidades and instituciones."""

from gvp.ops.register.cells import Choice, Code, Place, Text, YesNo
from gvp.ops.register.sheets.base import Column, Sheet
from gvp.partners.models import Institution
from gvp.places.models import Community

INSTITUTION_KINDS = {
    "municipalidad": "municipality", "colegio": "school", "ugel": "ugel", "salud": "health", "policia": "police",
    "cem": "cem", "ong": "ngo", "medio": "media", "organizacion": "organisation", "grupo_hombres": "mens_group",
    "empresa": "company", "otra": "other",
}  # fmt: skip
SECTORS = {"publica": "public", "privada": "private", "comunal": "communal"}


class Communities(Sheet):
    name = "comunidades"
    model = Community
    home = "distrito"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("nombre", "name", Text(120), required=True),
        Column("distrito", "district_id", Place(pad=6), required=True),
        Column("rural", "rural", YesNo(), required=True),
    )


class Institutions(Sheet):
    name = "instituciones"
    model = Institution
    home = "distrito"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("nombre", "name", Text(160), required=True),
        Column("tipo", "kind", Choice(INSTITUTION_KINDS), required=True),
        Column("sector", "sector", Choice(SECTORS), required=True),
        Column("distrito", "district_id", Place(pad=6), required=True),
    )
