"""The measurement of change: everything that is printed beside C1 (indicators.md, section 3; domain.md, section 1)."""
