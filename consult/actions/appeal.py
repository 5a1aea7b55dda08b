from django.db import transaction
from django.utils import timezone

from .. import rules
from ..errors import AppealIsDecided, AppealIsMade, NotAllowed, NothingToAppeal
from ..models import Appeal, Comment, ModerationAct, Notice, User
from .audit import record
from .comment import clean_text
from .moderation import restore_comment
from .notice import tell_person
from .redaction import unredact_comment

Outcome = Appeal.Outcome


@transaction.atomic
def appeal(*, comment: Comment, by: User, text: str) -> Appeal:
    """Ask a second moderator to look at one's own comment again that was hidden or closed in part, also after closing (อุทธรณ์).

    Once for each act; the same words again are the same appeal. Raises NotAllowed, NothingToAppeal, AppealIsMade, and what
    ``clean_text`` raises.
    """
    if not rules.wrote(by, comment):
        raise NotAllowed
    text = clean_text(text)
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    act = hiding_act(comment)
    if act is None:
        raise NothingToAppeal
    already = Appeal.objects.filter(act=act).first()
    if already and already.text != text:
        raise AppealIsMade
    return already or Appeal.objects.create(
        consultation=comment.consultation, act=act, hidden_by=act.by, text=text, at=timezone.now()
    )


def hiding_act(comment: Comment) -> ModerationAct | None:
    """The act by which a comment is hidden now, or a part of it closed, if it is."""
    if comment.withdrawn_at:
        return None
    if not comment.hidden_at:
        closed = comment.redactions.standing().select_related("act__by").order_by("-act").first()
        return closed.act if closed else None
    acts = comment.moderation_acts.filter(kind=ModerationAct.Kind.HIDE)
    return acts.select_related("by").first()


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, outcome: str, answer: str) -> Appeal:
    """Show a comment again, or whole again, or leave it as it is, with the reason, as a moderator who did not do it (ตัดสินอุทธรณ์).

    Its author and the first moderator are told. The same answer again changes nothing. Raises NotAllowed, NothingToAppeal for an outcome
    there is not, AppealIsDecided, and what ``clean_text`` raises.
    """
    if not rules.may_decide(by, appeal):
        raise NotAllowed
    if outcome not in Outcome:
        raise NothingToAppeal
    answer = clean_text(answer)
    appeal = (
        Appeal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("act__comment__participant__account")
        .get(pk=appeal.pk)
    )
    if appeal.decided_at:
        if (appeal.decided_by_id, appeal.outcome, appeal.answer) == (by.pk, outcome, answer):
            return appeal
        raise AppealIsDecided
    appeal.outcome, appeal.answer, appeal.decided_by, appeal.decided_at = outcome, answer, by, timezone.now()
    appeal.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
    comment = appeal.act.comment
    record(verb="decide_appeal", by=by, consultation=appeal.consultation, comment=comment.pk, outcome=outcome)
    if outcome == Outcome.GRANTED:
        show = unredact_comment if appeal.act.kind == ModerationAct.Kind.REDACT else restore_comment
        if not comment.withdrawn_at:
            show(comment=comment, by=by, reason=ModerationAct.Reason.APPEAL)
    for person in {comment.author, appeal.hidden_by}:
        tell_person(person=person, kind=Notice.Kind.APPEAL_DECIDED, appeal=appeal)
    return appeal
