"""The output document, field by field: what a run says, for readers in any language.

These types are the only place the contract is written by hand. The type checker holds the code that fills them to it, and
`report/schema.json` is made from them (`python -m analysis.core.report.schema`), for readers without Python. A new
field is added here first; a change that breaks readers raises CONTRACT.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from analysis.core.types import Reason

CONTRACT: Literal[1] = 1


@dataclass(frozen=True)
class Schema:
    """What JSON Schema says of a value beside its type, e.g. Schema(minimum=0)."""

    keywords: tuple[tuple[str, Any], ...]

    def __init__(self, **keywords: Any) -> None:
        object.__setattr__(self, "keywords", tuple(keywords.items()))

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core_schema), **dict(self.keywords)}


Count = Annotated[int, Schema(minimum=0)]
#: None where nobody knows who wrote what
People = Annotated[int | None, Schema(minimum=0)]
Share = Annotated[float, Schema(minimum=0, maximum=1)]
#: a text that is never empty
Words = Annotated[str, Schema(minLength=1)]
Ids = list[str]
Cites = Annotated[list[str], Schema(minItems=1)]
Interval = Annotated[list[Share], Schema(minItems=2, maxItems=2)]


class AskedCounts(TypedDict):
    """Comments by the answer their writers gave; none: not asked, or no answer."""

    agree: Count
    partly: Count
    disagree: Count
    none: Count


class InferredCounts(TypedDict):
    """Guesses about the comments whose writers did not answer; n_abstained: comments the model is unsure of."""

    agree: Count
    partly: Count
    disagree: Count
    n_abstained: Count


class ToneCounts(TypedDict):
    """Comments by the tone of their text, which is no position."""

    negative: Count
    neutral: Count
    positive: Count
    question: Count


#: the two ways to vote on a statement
Pole = Literal["agree", "disagree"]

Tone = Annotated[
    ToneCounts | None,
    Schema(description="tone of the texts, counted; null under 20 comments and where comments were moved by hand"),
]


class Stances(TypedDict):
    asked: AskedCounts
    inferred: Annotated[
        InferredCounts | None,
        Schema(description="never mixed with asked; null after an analyst changed the theme, until the next run"),
    ]


QuoteRole = Literal["central", "supporting", "conditional", "opposing", "minority"]


class QuoteEntry(TypedDict):
    """text is exactly the masked comment from start to end (characters, end exclusive)"""

    comment_id: str
    start: Count
    end: Count
    text: Words
    goes_on: Annotated[bool, Schema(description="a reason follows that is not quoted: to be shown as …")]
    role: QuoteRole


class AskEntry(TypedDict):
    """What a comment asks for, quoted like any other piece of it."""

    comment_id: str
    start: Count
    end: Count
    text: Words
    goes_on: bool
    role: Literal["ask"]
    cites: Cites


class Checks(TypedDict):
    """What the checker verified of a sentence; null where the rule does not apply."""

    quote_exact: bool | None
    number_ok: bool | None
    support: Share | None


class SentenceEntry(TypedDict):
    """A sentence of a summary and the comments it rests on."""

    sentence: Words
    cites: Cites
    kind: Literal["extractive"]
    checks: Checks


LabelSource = Literal["auto", "section", "analyst", "taxonomy"]


class ThemeHeading(TypedDict):
    """What a theme is called, and by whom; parent_id: the theme it is a part of."""

    id: str
    parent_id: str | None
    label: Words
    label_source: LabelSource
    keywords: list[str]


class ThemeEntry(ThemeHeading):
    """A theme, or a part of one."""

    n_comments: Count
    n_people: People
    n_distinct: Count
    share_people: Share | None
    ci95: Interval | None
    stance: Stances
    sentiment: Tone
    by_group: dict[str, Count] | None
    by_attribute: Annotated[
        dict[str, dict[str, Annotated[int, Schema(minimum=5)]]] | None,
        Schema(
            description="people by attribute and value; a value of fewer than five people is left out, and further ones "
            "until those left over (n_people less the sum; who gave no value is among them) are none or five or more; null "
            "without attributes, for parts of themes, and after an analyst changed the theme, until the next run"
        ),
    ]
    by_clause: dict[str, Count]
    cohesion: float | None
    stability: Annotated[
        Share | None,
        Schema(
            description="how surely the theme returns from samples of 80 %; null for parts of themes, which are cut once "
            "and not tried on samples"
        ),
    ]
    campaign_share: Share
    central: Annotated[
        QuoteEntry | None, Schema(description="the comment nearest the middle of the theme, word for word")
    ]
    quotes: list[QuoteEntry]
    summary: list[SentenceEntry]
    asks: list[AskEntry]
    example: Annotated[
        AskEntry | None,
        Schema(description="one request to show beneath the name, as an example; null when none keeps every rule"),
    ]


class SmallViewEntry(TypedDict):
    """A view held by three people or more and under 5 % of all, beside the theme that would swallow it."""

    id: str
    kind: Literal["words", "theme", "section"]
    label: Words
    comment_ids: Annotated[list[str], Schema(minItems=3)]
    n_people: Annotated[int | None, Schema(minimum=3)]
    theme: str | None
    cohesion: float
    stance: AskedCounts


class CampaignEntry(TypedDict):
    """Comments that are copies of one text, with light edits; none takes the other side or names other amounts."""

    id: str
    kind: Literal["light"]
    comment_ids: Annotated[list[str], Schema(minItems=2)]
    n_texts: Count
    n_distinct: Count
    n_people: People
    exemplar_id: str
    first: str | None
    last: str | None
    similarity: Share


class EchoEntry(TypedDict):
    """Comments of several people that bring up the same in words of their own, and what speaks for one hand behind them or
    against it: words most of them share, sections, answers, the day most were sent, how alike their letters are."""

    id: str
    comment_ids: Annotated[list[str], Schema(minItems=2)]
    n_texts: Count
    n_people: People
    exemplar_id: str
    words: list[str]
    by_clause: dict[str, Count]
    asked: AskedCounts
    first: str | None
    last: str | None
    busiest_day: str | None
    n_busiest_day: Count
    similarity: Share


class PositionCounts(TypedDict):
    agree: Count
    partly: Count
    disagree: Count
    unclear: Count


class Positions(TypedDict):
    """Comments that state a position and nothing else."""

    n_comments: Count
    n_people: People
    positions: PositionCounts
    comment_ids: Ids


FlagKind = Literal["insult", "threat"]


class DraftLead(TypedDict):
    """A stretch of a masked comment, told by its place and the digest of its words, which stand nowhere."""

    comment_id: str
    start: Count
    end: Count
    goes_on: bool
    words_sha256: str


class DraftMember(TypedDict):
    comment_id: str
    doubtful: Annotated[bool, Schema(description="likelier to be wrong than the others: to be looked at first")]


class DraftEntry(TypedDict):
    """An argument that a language model pointed at and nobody has accepted; it counts nobody."""

    theme: str
    kind: Literal["for", "against", "ask", "question"]
    lead: DraftLead
    members: list[DraftMember]


class Flag(TypedDict):
    comment_id: str
    kind: FlagKind


class Unclustered(TypedDict):
    n: Count
    sample_ids: Ids


class Representative(TypedDict):
    """A statement that marks a group out."""

    statement_id: str
    direction: Pole
    p: Share
    z: float
    repness: float
    n: Count


class Group(TypedDict):
    id: str
    n: Count
    representative: list[Representative]


class Consensual(TypedDict):
    statement_id: str
    p: Share
    z: float
    n: Count


class Consensus(TypedDict):
    """Statements on which everybody who voted tends one way."""

    agree: list[Consensual]
    disagree: list[Consensual]


class GroupInformed(TypedDict):
    statement_id: str
    gic_agree: Share
    gic_disagree: Share


class Divisive(TypedDict):
    statement_id: str
    p_by_group: dict[str, Share]
    range: Share


class Bridging(TypedDict):
    statement_id: str
    direction: Pole
    p_least: Share


class GroupsQuality(TypedDict):
    """How many groups, and how sure they are."""

    status: Literal["stable", "unstable", "insufficient"]
    k: Annotated[int | None, Schema(minimum=0)]
    bootstrap_ari: float | None
    silhouette: float | None


class Groups(GroupsQuality):
    """People who vote alike, and the statements that tell groups apart or bring them together."""

    n_eligible: Count
    n_voters: Count
    min_votes: Count
    items: list[Group]
    consensus: Consensus
    group_informed: list[GroupInformed]
    divisive: list[Divisive]
    bridging: list[Bridging]


class VoterEntry(TypedDict):
    voter: str
    group: str | None


class GroupsFile(Groups):
    """What the command `groups` writes."""

    assignments: list[VoterEntry]


class Themed(TypedDict):
    """A comment that stands in a theme, and maybe in parts of it: its own first, then one it is a guest in."""

    id: str
    theme: str
    reason: None
    subthemes: NotRequired[list[str]]
    campaign: str | None
    confidence: Share
    same_as: NotRequired[str]


class SetAside(TypedDict):
    """A comment that stands in no theme, and why; same_as: the comment counted instead."""

    id: str
    theme: None
    reason: Reason
    subthemes: NotRequired[list[str]]
    campaign: str | None
    confidence: None
    same_as: NotRequired[str]


class ReasonCounts(TypedDict):
    too_short: Count
    off_topic: Count
    other_language: Count
    duplicate_of: Count
    withheld: Count
    unclustered: Count


class Accounted(TypedDict):
    """Every comment once: in a theme, or under the reason why it is in none."""

    themed: Count
    reasons: ReasonCounts


class SpaceEntry(TypedDict):
    """What taught the axes of comparison, and how far a section may pull a text."""

    taught_by: Literal["sections", "text"]
    trust: Annotated[float, Schema(minimum=0, maximum=0.5)]


class RunEntry(TypedDict):
    """What was read, with which options and which code: whatever is needed to repeat the run."""

    id: str
    consultation: str | None
    created: str | None
    input_sha256: Annotated[str, Schema(pattern="^[0-9a-f]{64}$")]
    code_version: str | None
    encoder: str
    params: dict[str, Any]
    seed: Count
    n_comments: Count
    n_people: People
    n_distinct: Count
    accounted: Accounted
    theme_choice: dict[str, Any]
    space: SpaceEntry
    sentiment: Tone
    themes_like_sections: float | None
    warnings: list[str]


class Document(TypedDict):
    """Result of a run."""

    contract: Literal[1]
    run: RunEntry
    themes: list[ThemeEntry]
    positions_only: Positions
    harm: Annotated[list[Flag], Schema(description="for a person to look at; nothing follows from it by itself")]
    drafts: NotRequired[list[DraftEntry]]
    minority: list[SmallViewEntry]
    campaigns: list[CampaignEntry]
    echoes: Annotated[
        list[EchoEntry], Schema(description="an observation, no accusation: neighbours who agree look like this too")
    ]
    unclustered: Unclustered
    groups: Groups | None
    audit: list[dict[str, Any]]
    diff_from_previous: dict[str, Any] | None
    assignments: list[Themed | SetAside]
