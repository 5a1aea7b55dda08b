"""Which run a page shows: the one everybody reads, or an earlier one that the address names (``?run=``)."""

from consult.models import Consultation
from consult.views.ids import row_id

from ..models import AnalysisRun
from ..runs.current import CurrentRun


def shown_run(request, consultation: Consultation) -> CurrentRun:
    """The current run as it reads now, or an earlier or later one as it was made."""
    current_pk = AnalysisRun.objects.current_pk(consultation.pk)
    asked = row_id(request.GET.get("run", "")) or current_pk
    run = AnalysisRun.objects.of_hearing(consultation.pk, asked)
    return CurrentRun(run, consultation) if asked == current_pk else CurrentRun.as_made(run, consultation)


def links_of(shown: CurrentRun) -> dict:
    """What pages of an earlier run put into their links, so that each number opens the rows of that run: ``of_run`` begins a
    query, ``page_run`` is all of one. Both empty for the run everybody reads."""
    named = "" if shown.is_edited or shown.run is None else f"run={shown.run.pk}"
    return {
        "run": shown.run,
        "is_current": shown.is_edited,
        "of_run": f"{named}&" if named else "",
        "page_run": f"?{named}" if named else "",
    }
