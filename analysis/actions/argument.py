from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Comment, Consultation, User

from ..core.report.checker import fault_of_piece
from ..core.report.citations import Source
from ..core.report.quotes import excerpt
from ..errors import ArgumentGone, ChangedMeanwhile, KindMissing, NotASentence, SentenceCut
from ..models import Argument, ArgumentVerdict, digest


def make_argument(*, consultation: Consultation, by: User, comment: Comment, words: str, kind: str) -> Argument:
    """Let a sentence of a comment stand for what several people say (ตั้งข้อสำคัญ); its own comment is the first behind it.

    The same sentence is one argument, whoever sends it. Raises NotAllowed, NotASentence, SentenceCut, KindMissing.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if kind not in Argument.Kind.values:
        raise KindMissing
    stretch = stretch_of(consultation, comment, words)
    try:
        with transaction.atomic():
            made = Argument.objects.create(consultation=consultation, comment=comment, kind=kind, by=by, **stretch)
            ArgumentVerdict.objects.create(argument=made, comment=comment, belongs=True, by=by)
            record(
                verb="make_argument", by=by, consultation=consultation, argument=made.pk, comment=comment.pk, kind=kind
            )
    except IntegrityError:
        stands = Argument.objects.standing().get(comment=comment, start=stretch["start"], end=stretch["end"])
        if stands.kind != kind:
            raise _other_kind(stands, kind) from None
        return stands
    return made


def change_argument(*, argument: Argument, by: User, kind: str, words: str, seen: int) -> Argument:
    """Give an argument another kind, or another sentence of the same comment (แก้ข้อสำคัญ). ``seen``: the version that was read.

    Raises NotAllowed, KindMissing, NotASentence, SentenceCut, ArgumentGone, and ChangedMeanwhile when somebody was faster.
    """
    if not rules.may_analyse(by, argument.consultation):
        raise NotAllowed
    if kind not in Argument.Kind.values:
        raise KindMissing
    wish = stretch_of(argument.consultation, argument.comment, words) | {"kind": kind}
    try:
        with transaction.atomic():
            read = Argument.objects.filter(pk=argument.pk, version=seen, dropped_at=None)
            changed = read.update(**wish, changed_by=by, version=F("version") + 1)
            if changed:
                record(
                    verb="change_argument", by=by, consultation=argument.consultation, argument=argument.pk, kind=kind
                )
    except IntegrityError:
        raise ChangedMeanwhile(_("This sentence is an argument of its own already.")) from None
    now = Argument.objects.select_related("comment", "changed_by", "by", "consultation").get(pk=argument.pk)
    if not changed and now.dropped_at:
        raise ArgumentGone
    if not changed and any(getattr(now, name) != value for name, value in wish.items()):
        raise _other_kind(now, kind)
    return now


@transaction.atomic
def drop_argument(*, argument: Argument, by: User) -> Argument:
    """Take an argument back (ถอนข้อสำคัญ); it is shown and counted nowhere until it is put back. Raises NotAllowed."""
    if not rules.may_analyse(by, argument.consultation):
        raise NotAllowed
    if Argument.objects.filter(pk=argument.pk, dropped_at=None).update(
        dropped_at=timezone.now(), changed_by=by, version=F("version") + 1
    ):
        record(verb="drop_argument", by=by, consultation=argument.consultation, argument=argument.pk)
    return argument


def restore_argument(*, argument: Argument, by: User) -> Argument:
    """Put an argument back that was taken back (คืนข้อสำคัญ), with all that was judged. Raises NotAllowed, ChangedMeanwhile."""
    if not rules.may_analyse(by, argument.consultation):
        raise NotAllowed
    try:
        with transaction.atomic():
            gone = Argument.objects.filter(pk=argument.pk, dropped_at__isnull=False)
            if gone.update(dropped_at=None, changed_by=by, version=F("version") + 1):
                record(verb="restore_argument", by=by, consultation=argument.consultation, argument=argument.pk)
    except IntegrityError:
        raise ChangedMeanwhile(_("This sentence is an argument of its own already.")) from None
    return argument


def stretch_of(consultation: Consultation, comment: Comment, words: str) -> dict:
    """Where the words stand in the public text of the comment, checked as every quotation is."""
    text = comment.public_text
    words = words.strip()
    if comment.consultation_id != consultation.pk or not comment.is_visible or not words or words not in text:
        raise NotASentence
    source = Source(id=str(comment.pk), text=text, stance=comment.stance, person="", theme=None)
    places = [place for place in range(len(text)) if text.startswith(words, place)]
    pieces = [excerpt(source, place, place + len(words)) for place in places]
    for piece in pieces:
        if fault_of_piece(piece, {source.id: source}) is None:
            return {
                "start": piece.start,
                "end": piece.end,
                "goes_on": piece.goes_on,
                "words_sha256": digest(piece.text),
            }
    raise SentenceCut


def _other_kind(stands: Argument, wanted: str) -> ChangedMeanwhile:
    told = {
        "who": stands.changed_by or stands.by,
        "now": stands.get_kind_display(),
        "words": stands.words,
        "yours": Argument.Kind(wanted).label,
    }
    return ChangedMeanwhile(
        _("%(who)s changed this argument first. It now reads “%(words)s” (%(now)s); you wanted: %(yours)s.") % told
    )
