from django.conf import settings

from ..models import Embedding


def forget_embeddings() -> int:
    """Delete vectors of models no longer in use. Returns how many."""
    from ..core.space import encoders

    used = {encoders.full_name(name) for name in encoders.stands_for(settings.ANALYSIS_ENCODER)}
    return Embedding.objects.exclude(encoder__in=used).delete()[0]
