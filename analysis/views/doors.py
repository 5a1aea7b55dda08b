"""The one door of the analysis: for analysts and officers of the agency."""

from consult import rules
from consult.views.doors import staff_only

analysts_only = staff_only(rules.may_analyse)
