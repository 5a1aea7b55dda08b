import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Comment, Consultation, User

from ..core.themes.edits import EXCLUSIONS
from ..errors import (
    AlreadyUndone,
    ChangedMeanwhile,
    NameMissing,
    NoCommentChosen,
    NothingToEdit,
    ThemeIntoItself,
    ThemeUnknown,
    UnknownReason,
)
from ..models import THEME_NAME_MAX_LENGTH, ThemeEdit
from ..runs.current import CurrentRun
from .freeze import must_not_be_frozen

Kind = ThemeEdit.Kind
#: What makes two edits the same wish; the rest of a payload is how things stood
_WISH = ("theme", "name", "comments", "reason", "text", "comment", "start", "sentence")


def rename_theme(*, consultation: Consultation, by: User, theme: str, name: str, seen: int | None = None) -> ThemeEdit:
    """Give a theme the name people shall read (เปลี่ยนชื่อประเด็น). Raises NotAllowed, NothingToEdit, ThemeUnknown, NameMissing."""
    labels = editable_run(consultation, by).labels
    return write_edit(consultation, by, seen, Kind.RENAME, theme=theme, was=label_of(labels, theme), name=_name(name))


def merge_themes(*, consultation: Consultation, by: User, theme: str, into: str, seen: int | None = None) -> ThemeEdit:
    """Let one theme go into another (รวมประเด็น). Raises NotAllowed, NothingToEdit, ThemeUnknown, ThemeIntoItself."""
    labels = editable_run(consultation, by).labels
    if theme == into:
        raise ThemeIntoItself
    names = {"theme_label": label_of(labels, theme), "into_label": label_of(labels, into)}
    return write_edit(consultation, by, seen, Kind.MERGE, theme=theme, into=into, **names)


def split_theme(
    *, consultation: Consultation, by: User, comments: Sequence[Comment], name: str, seen: int | None = None
) -> ThemeEdit:
    """Make a theme of its own of these comments (แยกประเด็น); the next run lets similar ones follow.

    Raises NotAllowed, NothingToEdit, NoCommentChosen, NameMissing.
    """
    current = editable_run(consultation, by)
    payload = chosen_comments(current, comments) | {"into": f"a{uuid.uuid4().hex[:8]}", "name": _name(name)}
    return write_edit(consultation, by, seen, Kind.SPLIT, **payload)


def move_comments(
    *, consultation: Consultation, by: User, comments: Sequence[Comment], into: str, seen: int | None = None
) -> ThemeEdit:
    """Put comments into another theme, where they stay (ย้ายความคิดเห็น).

    Raises NotAllowed, NothingToEdit, NoCommentChosen, ThemeUnknown.
    """
    current = editable_run(consultation, by)
    label = label_of(current.labels, into)
    return write_edit(
        consultation, by, seen, Kind.MOVE, into=into, into_label=label, **chosen_comments(current, comments)
    )


def exclude_comments(
    *, consultation: Consultation, by: User, comments: Sequence[Comment], reason: str, seen: int | None = None
) -> ThemeEdit:
    """Take comments out of all themes for a reason (นำออกจากประเด็น); they stay in the record and are counted.

    Raises NotAllowed, NothingToEdit, NoCommentChosen, UnknownReason.
    """
    current = editable_run(consultation, by)
    if reason not in EXCLUSIONS:
        raise UnknownReason
    return write_edit(consultation, by, seen, Kind.EXCLUDE, reason=reason, **chosen_comments(current, comments))


@transaction.atomic
def revert_edit(*, edit: ThemeEdit, by: User) -> ThemeEdit:
    """Undo an edit; both stay on record (ยกเลิกการแก้ไข). Raises NotAllowed, AlreadyUndone, RunFrozen."""
    if not rules.may_analyse(by, edit.consultation):
        raise NotAllowed
    if edit.kind == Kind.REVERT:
        raise AlreadyUndone
    Consultation.objects.select_for_update().get(pk=edit.consultation_id)
    must_not_be_frozen(edit.consultation)
    try:
        with transaction.atomic():
            undo = ThemeEdit.objects.create(consultation=edit.consultation, kind=Kind.REVERT, reverts=edit, by=by)
    except IntegrityError:
        raise AlreadyUndone from None
    record(verb="revert_edit", by=by, consultation=edit.consultation, edit=edit.pk)
    return undo


@transaction.atomic
def write_edit(consultation: Consultation, by: User, seen: int | None, kind: ThemeEdit.Kind, **payload) -> ThemeEdit:
    """Write the edit and its line in the audit trail; a form sent twice is one edit.

    ``seen``: the number of the last edit on the page it was sent from; None writes on whatever stands. Raises ChangedMeanwhile when
    somebody changed the same theme or comments since, and RunFrozen.
    """
    Consultation.objects.select_for_update().get(pk=consultation.pk)  # two sendings at once come one after the other
    must_not_be_frozen(consultation)
    last = ThemeEdit.objects.filter(consultation=consultation).order_by("-pk").first()
    if last and (last.by_id, last.kind) == (by.pk, kind) and _wish(last.kind, last.payload) == _wish(kind, payload):
        return last
    _refuse_what_was_changed(consultation, seen, kind, payload)
    edit = ThemeEdit.objects.create(consultation=consultation, kind=kind, payload=payload, by=by)
    told = {key: payload[key] for key in ("theme", "into", "name", "comments", "reason", "comment") if key in payload}
    record(verb=f"{kind}_theme_edit", by=by, consultation=consultation, edit=edit.pk, **told)
    return edit


def _refuse_what_was_changed(consultation: Consultation, seen: int | None, kind: str, payload: dict) -> None:
    """Nobody overwrites what she has not seen: the second is told what the first did, and what she wanted herself."""
    if seen is None:
        return
    mine = _touched(kind, payload)
    since = ThemeEdit.objects.filter(consultation=consultation, pk__gt=seen).with_names()
    for other in since:
        done = other.reverts if other.kind == Kind.REVERT else other
        if mine & _touched(done.kind, done.payload):
            told = {
                "who": other.by,
                "done": told_in_words(other),
                "yours": told_in_words(ThemeEdit(kind=kind, payload=payload)),
            }
            raise ChangedMeanwhile(_("%(who)s was faster: %(done)s. You wanted: %(yours)s.") % told)


def _touched(kind: str, payload: dict) -> set[str]:
    """What an edit decides: a theme, or where comments stand."""
    if kind in (Kind.RENAME, Kind.MERGE):
        return {f"theme {payload['theme']}"}
    if kind == Kind.DESCRIBE:
        return {f"description {payload['theme']}"}
    if kind == Kind.ALSO:
        return set()
    return {f"comment {pk}" for pk in payload.get("comments", ())}


def told_in_words(edit: ThemeEdit) -> str:
    """What an edit did, as a sentence for people."""
    told = {**edit.payload, "n": len(edit.payload.get("comments", ())), "number": edit.reverts_id}
    if edit.kind == Kind.RENAME:
        return _("“%(was)s” is now called “%(name)s”") % told
    if edit.kind == Kind.MERGE:
        return _("“%(theme)s” went into “%(into)s”") % {"theme": told["theme_label"], "into": told["into_label"]}
    if edit.kind == Kind.REVERT:
        return _("Change %(number)s was undone") % told
    if edit.kind == Kind.DESCRIBE:
        return _("“%(theme)s” is described as “%(text)s”") % {"theme": told["theme_label"], "text": told["text"]}
    comments = ", ".join(f"#{pk}" for pk in edit.payload["comments"][:5])
    place = {Kind.SPLIT: told.get("name"), Kind.MOVE: told.get("into_label")}.get(edit.kind) or edit.reason_label
    return _("%(comments)s to “%(place)s”") % {"comments": comments, "place": place}


def _wish(kind: str, payload: dict) -> tuple:
    return tuple(payload.get(key) for key in _WISH), None if kind == Kind.SPLIT else payload.get("into")


def editable_run(consultation: Consultation, by: User) -> CurrentRun:
    """The run that is edited, for somebody who may."""
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    current = CurrentRun.of(consultation)
    if not current.exists:
        raise NothingToEdit
    return current


def label_of(labels: dict[str, str], theme: str) -> str:
    if theme not in labels:
        raise ThemeUnknown
    return labels[theme]


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > THEME_NAME_MAX_LENGTH:
        raise NameMissing
    return name


def chosen_comments(current: CurrentRun, comments: Sequence[Comment]) -> dict:
    """The comments, and where each stood, so that it can go back there."""
    if not comments or any(comment.consultation_id != current.consultation.pk for comment in comments):
        raise NoCommentChosen
    ids = sorted(comment.pk for comment in comments)
    return {"comments": [str(pk) for pk in ids], "stood": current.places(ids)}
