"""Charts: numbers in, ready coordinates out; templates/reporting/charts/*.svg draw them.

The same drawing stands on the screen and in the PDF, so colours and fonts are literal attributes
(WeasyPrint ignores the document's CSS inside an SVG, currentColor and variables). Every label stands
beside its mark, nothing is told by colour alone, and the title states the finding in words.
Coordinates are units of a drawing 360 wide: 13 units of type are 12 px on a phone of 360 px.
"""

from gvp.reporting.charts.bars import Bar, bar
from gvp.reporting.charts.base import HUES, WIDTH, Label, hue_of
from gvp.reporting.charts.curves import Curve, curve
from gvp.reporting.charts.sparks import Spark, spark
from gvp.reporting.charts.splits import Split, split

__all__ = ["HUES", "WIDTH", "Bar", "Curve", "Label", "Spark", "Split", "bar", "curve", "hue_of", "spark", "split"]
