"""Geometry of the charts, one shape a file. Pictures are drawn by templates (parts/charts/*.html) so that text is escaped
there; each chart stands beside a table of the same figures. Widths are in per cent, so that text keeps its size on a phone;
heights in pixels."""

from .bars import bars
from .columns import Columns, columns
from .diverging import diverging
from .dots import dot_map
from .multiples import multiples
from .slices import stance_bar
from .tones import tones

__all__ = ["Columns", "bars", "columns", "diverging", "dot_map", "multiples", "stance_bar", "tones"]
