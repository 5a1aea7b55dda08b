import pytest


@pytest.fixture(autouse=True)
def _words_only(settings):
    """What becomes of runs, jobs and pages does not depend on the encoder, and words need no model. Tests of vectors, and a
    run and a later comment as the site makes them, name the site's own encoder."""
    settings.ANALYSIS_ENCODER = "tfidf"
