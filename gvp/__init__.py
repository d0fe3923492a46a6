"""GVP, the register of the Gender and Violence Program."""

__version__ = "1.0"
