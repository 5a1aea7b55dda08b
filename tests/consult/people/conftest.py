import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_used_up_a_limit(request):
    """Limits are counted by ids, which people of other tests had too."""
    if request.node.get_closest_marker("django_db"):
        cache.clear()
