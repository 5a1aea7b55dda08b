import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_used_up_a_limit():
    """Limits are counted by ids, which people of other tests had too."""
    cache.clear()
