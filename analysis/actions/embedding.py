from django.conf import settings

from ..models import Embedding


def forget_embeddings() -> int:
    """Delete vectors of models no longer in use. Returns how many."""
    from ..core.space import encoders

    return Embedding.objects.exclude(encoder=encoders.full_name(settings.ANALYSIS_ENCODER)).delete()[0]
