from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Comment, User

from ..errors import (
    ArgumentGone,
    ChangedMeanwhile,
    CommentNotShown,
    JudgedAgainAlready,
    JudgedByYourself,
    NoCommentChosen,
    NothingToJudge,
)
from ..models import Argument, ArgumentVerdict, SecondVerdict


def judge_member(*, argument: Argument, by: User, comment: Comment, belongs: bool) -> ArgumentVerdict:
    """Say that a comment stands behind an argument, or that it does not (ตรวจว่าความคิดเห็นอยู่ในข้อสำคัญ).

    The first verdict stands: the same again changes nothing, another one is refused and told whose stands, until that is taken back.
    Raises NotAllowed, ArgumentGone, NoCommentChosen, CommentNotShown, ChangedMeanwhile.
    """
    _must_be_to_judge(argument, comment, by)
    try:
        with transaction.atomic():
            verdict = ArgumentVerdict.objects.create(argument=argument, comment=comment, belongs=belongs, by=by)
            record(
                verb="judge_member",
                by=by,
                consultation=argument.consultation,
                argument=argument.pk,
                comment=comment.pk,
                belongs=belongs,
            )
    except IntegrityError:
        verdict = ArgumentVerdict.objects.select_related("by").get(argument=argument, comment=comment)
        if verdict.belongs != belongs:
            raise _judged_otherwise(verdict) from None
    return verdict


def judge_again(*, argument: Argument, by: User, comment: Comment, belongs: bool) -> SecondVerdict:
    """Judge what another analyst judged first, without having been told how (ตัดสินซ้ำ); no count changes.
    That an argument's own comment stands behind it is no judgement.

    The first answer of each stands. Raises NotAllowed, ArgumentGone, NoCommentChosen, CommentNotShown, NothingToJudge,
    JudgedByYourself, JudgedAgainAlready.
    """
    _must_be_to_judge(argument, comment, by)
    first = ArgumentVerdict.objects.filter(argument=argument, comment=comment).first()
    if first is None or comment.pk == argument.comment_id:
        raise NothingToJudge
    if first.by_id == by.pk:
        raise JudgedByYourself
    try:
        with transaction.atomic():
            verdict = SecondVerdict.objects.create(argument=argument, comment=comment, belongs=belongs, by=by)
            record(
                verb="judge_again",
                by=by,
                consultation=argument.consultation,
                argument=argument.pk,
                comment=comment.pk,
                belongs=belongs,
            )
    except IntegrityError:
        verdict = SecondVerdict.objects.get(argument=argument, comment=comment, by=by)
        if verdict.belongs != belongs:
            raise JudgedAgainAlready from None
    return verdict


@transaction.atomic
def take_back_verdict(*, argument: Argument, by: User, comment: Comment) -> bool:
    """Take a verdict back (ยกเลิกคำตัดสิน), so that the comment is suggested again. Returns whether there was one. Raises NotAllowed."""
    if not rules.may_analyse(by, argument.consultation):
        raise NotAllowed
    gone, _rows = ArgumentVerdict.objects.filter(argument=argument, comment=comment).delete()
    if gone:
        record(
            verb="take_back_verdict",
            by=by,
            consultation=argument.consultation,
            argument=argument.pk,
            comment=comment.pk,
        )
    return bool(gone)


def _judged_otherwise(verdict: ArgumentVerdict) -> ChangedMeanwhile:
    said = (
        _("%(who)s said first that comment #%(pk)s belongs here; you say that it does not.")
        if verdict.belongs
        else _("%(who)s said first that comment #%(pk)s does not belong here; you say that it does.")
    )
    told = said % {"who": verdict.by, "pk": verdict.comment_id}
    return ChangedMeanwhile(f"{told} {_('Take that verdict back first if you want another one.')}")


def _must_be_to_judge(argument: Argument, comment: Comment, by: User) -> None:
    """Raises NotAllowed, ArgumentGone, NoCommentChosen, CommentNotShown."""
    if not rules.may_analyse(by, argument.consultation):
        raise NotAllowed
    if argument.dropped_at:
        raise ArgumentGone
    if comment.consultation_id != argument.consultation_id:
        raise NoCommentChosen
    if not comment.is_visible:
        raise CommentNotShown
