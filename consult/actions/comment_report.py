from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import rules
from ..errors import NotAllowed, ReasonDoesNotFit, TextTooLong, TooManyReports
from ..limits import is_within
from ..models import Comment, CommentReport, Participant, User
from ..thai import text_rule
from .comment import must_be_visible, wait_for_turn

WORDS_LENGTH = 500


@transaction.atomic
def report_comment(*, comment: Comment, by: User, reason: str, words: str = "") -> CommentReport:
    """Ask a moderator to look at a comment, also after closing (แจ้งความคิดเห็น).

    One a person: while it waits, another reason takes the place of the one before. It hides nothing and no number of them does.
    Guests report too, at every level a hearing asks for: who finds their telephone number in a comment need not have an account.
    Raises NotAllowed for one's own comment, ReasonDoesNotFit, TextTooLong, GuestMovedOn, CommentIsHidden, CommentIsWithdrawn,
    TooManyReports.
    """
    if reason not in CommentReport.Reason:
        raise ReasonDoesNotFit
    words = text_rule.tidy(words)
    if len(words) > WORDS_LENGTH:
        raise TextTooLong(WORDS_LENGTH)
    wait_for_turn(by)
    # whoever hides or withdraws it at this moment finds the report, or is found
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if rules.wrote(by, comment):
        raise NotAllowed
    must_be_visible(comment)
    already = CommentReport.objects.filter(comment=comment, participant__account=by).first()
    if already and (already.settled_at or (already.reason, already.words) == (reason, words)):
        return already
    if not is_within("reports", by.pk, most=settings.REPORTS_PER_HOUR, seconds=3600):
        raise TooManyReports
    told = {"reason": reason, "words": words, "consultation": comment.consultation, "at": timezone.now()}
    participant = Participant.objects.enter(by, comment.consultation)
    report, _is_new = CommentReport.objects.update_or_create(comment=comment, participant=participant, defaults=told)
    return report
