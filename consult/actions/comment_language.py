from ..models import Comment
from ..thai.language import language_of

BATCH = 500


def tell_languages(*, after: int = 0, limit: int = BATCH) -> tuple[int | None, int]:
    """Say of a batch of stored comments in which language they are, by the rules of today (ระบุภาษาของความคิดเห็น).

    For operators, after an upgrade that told no language or told it by other rules; call it with ``after`` until the first
    of what it returns, the comment to go on after, is None. The second is how many it changed. Safe to do twice.
    """
    comments = list(Comment.objects.filter(pk__gt=after).order_by("pk").only("text", "language")[:limit])
    if not comments:
        return None, 0
    differing = [
        (comment, language) for comment in comments if (language := language_of(comment.text)) != comment.language
    ]
    for comment, language in differing:
        # a row at a time: nobody waits behind a batch, and the words of a comment never change
        Comment.objects.filter(pk=comment.pk).update(language=language)
    return comments[-1].pk, len(differing)
