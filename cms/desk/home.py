"""The first page of the desk: what needs this person now, then their hearings."""

from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from .needs import Desk

#: Hearings shown there; the rest is one click away
FEW = 8


class NeedsPanel(Component):
    """What needs somebody, by kind, each line with the way to where it is done."""

    name = "needs"
    order = 10
    template_name = "wagtailadmin/home/needs.html"

    def __init__(self, desk: Desk):
        self.desk = desk

    def get_context_data(self, parent_context):
        return {"needs": self.desk.needs()}


class HearingsPanel(Component):
    """The newest hearings of this person's agencies."""

    name = "hearings"
    order = 20
    template_name = "wagtailadmin/home/hearings.html"

    def __init__(self, desk: Desk):
        self.desk = desk

    def get_context_data(self, parent_context):
        hearings = self.desk.hearings()
        return {"hearings": hearings[:FEW], "more": max(0, len(hearings) - FEW)}


def replace_panels(user, panels: list) -> None:
    """Put ours in the place of those of Wagtail's that ask anew for each thing under review."""
    replaced = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
    desk = Desk(user)
    panels[:] = [NeedsPanel(desk), HearingsPanel(desk), *(one for one in panels if not isinstance(one, replaced))]
