"""The nouns of the analysis: comments, votes and options go in, assignments come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

STANCES = ("agree", "partly", "disagree")
Stance = Literal["agree", "partly", "disagree", ""]

#: Why a comment stands in no theme. Every comment has exactly one theme or one of these.
REASONS = ("too_short", "off_topic", "other_language", "duplicate_of", "withheld", "unclustered")
Reason = Literal["too_short", "off_topic", "other_language", "duplicate_of", "withheld", "unclustered"]

#: people without whom those who vote alike are no opinion group
LEAST_GROUP = 5

#: Called with a stage name and the fraction of the whole work done, 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class CommentText:
    """One comment (ความคิดเห็น) as the analysis may see it: no name, no account."""

    id: str
    text: str
    #: stable id of the section of the draft it was written on; "" for the whole draft
    section: str = ""
    #: the button the citizen pressed: agree, partly, disagree or "" (not asked, not answered)
    stance: str = ""
    #: id of the comment this one answers
    reply_to: str = ""
    #: opaque hash, only ever used to count people; "" counts the comment as one person
    person: str = ""
    #: ISO 8601, copied to campaigns as first and last; never parsed
    created_at: str = ""
    #: hidden by a moderator: accounted for, never read
    withheld: bool = False
    #: (attribute, value) pairs the writer gave, "" not given; only ever counted, and never over fewer than five people
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentVote:
    """One person's vote on one comment: 1 agree, 0 pass or unsure, -1 disagree."""

    voter: str
    comment: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of a run. Everything here is written into the document's `run.params`."""

    #: number of themes; None lets quality and stability choose
    themes: int | None = None
    seed: int = 0
    #: "use" (Google USE multilingual v3), "e5" (E5 small, when installed) or "tfidf" (words only, no neural model)
    encoder: str = "auto"
    #: section id → what the draft says there, its number and heading first: teaches what the section is about
    draft: Mapping[str, str] = field(default_factory=dict)
    #: titles of policy matters; a theme close enough to one is named by it
    taxonomy: tuple[str, ...] = ()
    #: people without whom those who vote alike are no opinion group
    least_group: int = LEAST_GROUP
    consultation: str = ""
    #: when the run was ordered, as the caller writes it; the core owns no clock
    created: str = ""
    code_version: str = ""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The place of one comment: a theme or a reason, never both, never neither."""

    id: str
    theme: str | None
    reason: Reason | None
    #: the parts of the theme it stands in: its own, then one it is a guest in
    subthemes: tuple[str, ...] = ()
    campaign: str | None = None
    #: 0 to 1, how far the theme stands out against the next best; None without a theme
    confidence: float | None = None
    #: lead over the next best theme, less what is low in its run: under 0 it stands between two; only for later comments
    margin: float | None = None
    #: for reason "duplicate_of": the id of the comment that is counted instead
    same_as: str | None = None
