import pytest
from django.test import override_settings

from analysis.models import AnalysisRun
from consult.models import Consultation
from tests.support.analyses import run, talked_about
from tests.support.makers import make_staff


@pytest.fixture(autouse=True, scope="module")
def _words_only():
    """What becomes of runs, jobs and pages does not depend on the encoder, and words need no model. Tests of vectors, and a
    run and a later comment as the site makes them, name the site's own encoder."""
    with override_settings(ANALYSIS_ENCODER="tfidf"):
        yield


@pytest.fixture(scope="module")
def analysed(made_once) -> int:
    consultation = talked_about()
    run(consultation, themes=2)
    return consultation.pk


@pytest.fixture
def consultation(analysed):
    """Talked about, and analysed into two themes: once for all tests of a file that ask for it."""
    return Consultation.objects.get(pk=analysed)


@pytest.fixture
def done(consultation):
    """The run of that consultation."""
    return AnalysisRun.objects.current(consultation.pk)


@pytest.fixture
def analyst(consultation):
    return make_staff(consultation.agency, "analyst")
