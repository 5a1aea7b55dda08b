from collections.abc import Sequence
from hashlib import sha256

from consult.models import Comment, Consultation, User

from ..errors import DescriptionTooLong, NoCommentChosen, SentenceGone
from ..models import THEME_TEXT_MAX_LENGTH, ThemeEdit
from .argument import stretch_of
from .theme_edit import chosen_comments, editable_run, label_of, write_edit

Kind = ThemeEdit.Kind


def describe_theme(
    *, consultation: Consultation, by: User, theme: str, text: str, seen: int | None = None
) -> ThemeEdit:
    """Say in words of one's own what a theme is about (อธิบายประเด็น); an empty text takes the description away.

    Raises NotAllowed, NothingToEdit, ThemeUnknown, DescriptionTooLong, and ChangedMeanwhile when somebody described it since.
    """
    label = label_of(editable_run(consultation, by).labels, theme)
    text = " ".join(text.split())
    if len(text) > THEME_TEXT_MAX_LENGTH:
        raise DescriptionTooLong
    return write_edit(consultation, by, seen, Kind.DESCRIBE, theme=theme, theme_label=label, text=text)


def pin_quotation(
    *, consultation: Consultation, by: User, theme: str, comment: Comment | None, words: str
) -> ThemeEdit:
    """Let words of a comment stand for a theme, first of all and through later runs (ปักหมุดคำพูด); unpinned by undoing.

    The words are kept nowhere, only their place and digest. Pinned twice they are pinned once.
    Raises NotAllowed, NothingToEdit, ThemeUnknown, NoCommentChosen, NotASentence, SentenceCut.
    """
    label = label_of(editable_run(consultation, by).labels, theme)
    if comment is None:
        raise NoCommentChosen
    place = stretch_of(consultation, comment, words)
    pinned = {"theme": theme, "comment": str(comment.pk), "start": place["start"], "end": place["end"]}
    if found := _standing(consultation, Kind.PIN, pinned):
        return found
    return write_edit(consultation, by, None, Kind.PIN, theme_label=label, **pinned | place)


def check_sentence(*, consultation: Consultation, by: User, theme: str, sentence: str) -> ThemeEdit:
    """Say that one has held a sentence of a summary against the comments it cites (ตรวจประโยคแล้ว). ``sentence``: its digest.

    It holds for this very sentence, also in later runs; another number in it is another sentence.
    Raises NotAllowed, NothingToEdit, ThemeUnknown, SentenceGone.
    """
    current = editable_run(consultation, by)
    label = label_of(current.labels, theme)
    entry = next(one for one in current.document["themes"] if one["id"] == theme)
    if sentence not in {digest_of(line["sentence"]) for line in entry["summary"]}:
        raise SentenceGone
    checked = {"theme": theme, "sentence": sentence}
    if found := _standing(consultation, Kind.CHECK, checked):
        return found
    return write_edit(consultation, by, None, Kind.CHECK, theme_label=label, **checked)


def also_in_theme(
    *, consultation: Consultation, by: User, comments: Sequence[Comment], into: str, seen: int | None = None
) -> ThemeEdit:
    """Say that comments speak of another theme too (อยู่ในประเด็นอื่นด้วย); they are counted where they stand, so that sums hold.

    Raises NotAllowed, NothingToEdit, NoCommentChosen, ThemeUnknown.
    """
    current = editable_run(consultation, by)
    label = label_of(current.labels, into)
    ids = chosen_comments(current, comments)["comments"]
    return write_edit(consultation, by, seen, Kind.ALSO, into=into, into_label=label, comments=ids)


def digest_of(sentence: str) -> str:
    """What stands for a sentence of a summary."""
    return sha256(sentence.encode()).hexdigest()


def _standing(consultation: Consultation, kind: ThemeEdit.Kind, payload: dict) -> ThemeEdit | None:
    """The same note, made before and not undone."""
    noted = ThemeEdit.objects.filter(consultation=consultation, kind=kind, undone_by=None)
    return noted.filter(**{f"payload__{key}": value for key, value in payload.items()}).first()
