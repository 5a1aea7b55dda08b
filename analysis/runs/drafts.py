"""Arguments a language model pointed at in a theme, as they may be shown: nobody has accepted them, and they count nobody."""

from dataclasses import dataclass

from consult.models import Comment

from ..models import Argument, digest
from .current import CurrentRun


@dataclass(frozen=True, kw_only=True)
class ArgumentDraft:
    """One of them. ``sentence`` and ``kind`` are what the form of arguments sends when an analyst accepts it."""

    comment_id: int
    words: str
    goes_on: bool
    kind: str
    sentence: str
    members: list[tuple[int, bool]]

    @property
    def kind_label(self) -> str:
        return str(Argument.Kind(self.kind).label)


def drafts_of(current: CurrentRun, theme: str) -> tuple[list[ArgumentDraft], int]:
    """(drafts whose words read as they did and that nobody made an argument of, comments of the theme in none of them)."""
    told = [draft for draft in current.shown.get("drafts", ()) if _theme(current, draft["theme"]) == theme]
    if not told:
        return [], 0
    comments = Comment.objects.visible().in_bulk([int(draft["lead"]["comment_id"]) for draft in told])
    known = set(
        Argument.objects.filter(comment__in=comments).values_list("comment", "start", "end")
    )  # taken back ones too: somebody decided
    found, inside = [], set()
    for draft in told:
        lead = draft["lead"]
        inside |= {int(member["comment_id"]) for member in draft["members"]}
        comment, place = comments.get(int(lead["comment_id"])), (lead["start"], lead["end"])
        words = comment.public_text[slice(*place)] if comment else ""
        if comment and words and digest(words) == lead["words_sha256"] and (comment.pk, *place) not in known:
            found.append(
                ArgumentDraft(
                    comment_id=comment.pk,
                    words=words,
                    goes_on=lead["goes_on"],
                    kind=draft["kind"],
                    sentence=f"{place[0]}-{place[1]}",
                    members=[(int(one["comment_id"]), one["doubtful"]) for one in draft["members"]],
                )
            )
    outside = current.in_theme(current.comments(), theme).exclude(pk__in=inside)
    return found, outside.count()


def _theme(current: CurrentRun, theme: str) -> str:
    return current.standing.merged.get(theme, theme)
