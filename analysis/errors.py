from django.utils.translation import gettext_lazy as _

from consult.errors import ConsultError


class AnalysisRunning(ConsultError):
    message = _("An analysis of this consultation is running already.")
    status = 409


class NothingToAnalyse(ConsultError):
    message = _("There is no comment to analyse yet.")
    status = 409


class RewriterFailed(Exception):
    """The language model did not answer, or not in a form that can be read."""
