"""The words a reader outside the program may not know, explained in the language of the report."""

from django.utils.translation import gettext_lazy as _

GLOSSARY = (
    (_("Baseline and endline"), _("The same questionnaire before the workshops and at least 30 days after them.")),
    (_("Multisectoral board"), _("Where the institutions of a province agree on a plan and follow it up.")),
    (_("Community"), _("A peasant community, hamlet or quarter: the place a person is from.")),
    (_("Core module"), _("A module that nobody can do without to count as sensitised or trained.")),
    (_("Cumulative"), _("Everything that counts on the cut-off date, whenever it began to count.")),
    (_("Cycle"), _("A series of workshops with one group: of sensitisation for men, or Wiñay for school leaders.")),
    (_("Documented"), _("Proven by an act, a resolution or an ordinance whose kind and number are on record.")),
    (
        _("Favourable change"),
        _(
            "A man's answers became clearly more equitable about masculinity and about his partner or his daughters "
            "and sons, and worse about none of them."
        ),
    ),
    (_("Leader"), _("A sensitised man who signed a commitment and belongs to the network of his province.")),
    (_("Replication"), _("A talk of half an hour or more that school leaders hold for at least five of their peers.")),
    (_("Sensitised man"), _("A man of a rural community who attended the modules a cycle asks for.")),
    (_("Transfer"), _("Handing a material over to an institution, proven by a hand-over act.")),
    (_("UBIGEO"), _("The national code of regions, provinces and districts; the program uses the one of INEI.")),
    (_("Wiñay"), _("“To grow” in Quechua: the program's cycle for school leaders aged 11 to 17.")),
)  # fmt: skip
