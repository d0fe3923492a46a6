"""What was promised (targets), what was reported and sealed (reports), and the PDFs being made (renderings)."""

from gvp.reporting.models.renderings import Rendering
from gvp.reporting.models.reports import Report, ReportTexts, Seal, SealedEdition
from gvp.reporting.models.targets import Target

__all__ = ["Rendering", "Report", "ReportTexts", "Seal", "SealedEdition", "Target"]
