"""The results framework, declared once (indicators.md, sections 2 to 5). Everything loops over INDICATORS."""

from typing import Any

from gvp.reporting.indicators import change, materials, network, plans, processes, sensitised, training, winay

ORDER = (
    "C1", "C1a", "C1b", "C1c", "C1d", "C2", "C2a", "C2b", "C3", "C3a", "C3b", "C3c", "C4", "C4a", "C5", "C5a", "C5b",
    "P01", "P02", "P03", "P04", "P05", "P07", "P09", "P10", "P11", "P15", "P18", "P19", "P20",
)  # fmt: skip
MODULES = (change, sensitised, network, materials, plans, winay, training, processes)
_DECLARED = {indicator.code: indicator for module in MODULES for indicator in module.INDICATORS}
INDICATORS: dict[str, Any] = {code: _DECLARED[code] for code in ORDER}
