"""Printed and audiovisual materials: what was made with whom, how it was spread, to whom it was handed over."""

from materials.models.handing import Dissemination, Transfer
from materials.models.material import Edition, Material, MaterialFile

__all__ = ["Dissemination", "Edition", "Material", "MaterialFile", "Transfer"]
