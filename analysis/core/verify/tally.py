"""What the tables of a folder hold, counted: figures by the names that the report has for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .tables import PublishedFolder, parts

#: What the report calls a channel where that is not its own name: levels of those who come by mail are not those who confirmed one
_CHANNELS = {"email": "email_channel"}
#: What becomes of a comment that is in no theme, by the reason that open data gives
_FATES = {"too_short": "silent"} | dict.fromkeys(
    ("off_topic", "other_language", "duplicate_of", "unclustered"), "aside"
)

#: Grounds that are no moderator's reason
_GROUNDS = {"withdrawn": "withdrawn", "waits_for_moderator": "held"}


@dataclass
class Counted:
    """What the tables hold. ``withheld``: comments that are told of and not told; ``unseen_votes``: votes on those."""

    hearing: int
    figures: Counter[str] = field(default_factory=Counter)
    comments: set[str] = field(default_factory=set)
    withheld: set[str] = field(default_factory=set)
    themes: dict[str, tuple[int, int]] = field(default_factory=dict)
    unseen_votes: int = 0
    #: comment → who wrote it, and the position chosen
    wrote: dict[str, str] = field(default_factory=dict)
    stances: dict[str, str] = field(default_factory=dict)
    #: wordings of sections that somebody spoke of or voted on
    heard: set[str] = field(default_factory=set)


def count(folder: PublishedFolder, hearing: int, unseen_votes: int) -> Counted:
    """``unseen_votes``: how many entries of votes the folder says nothing opens."""
    counted = Counted(hearing=hearing, unseen_votes=unseen_votes)
    _count_comments(folder, counted)
    _count_withheld(folder, counted)
    _count_ballots(folder, counted)
    _count_answered_draft(folder, counted)
    _count_issues(folder, counted)
    for row in folder.rows("arguments.csv", "id", "confirmed_comments"):
        counted.figures[f"arguments.{row['id']}.people"] = _people(counted, row["confirmed_comments"])
    for row in folder.rows("small_views.csv", "id", "comment_ids"):
        counted.figures[f"views.{row['id']}.people"] = _people(counted, row["comment_ids"])
    return counted


def _count_comments(folder: PublishedFolder, counted: Counted) -> None:
    figures = counted.figures
    writers: set[str] = set()
    spoken: Counter[str] = Counter()
    themed: dict[str, set[str]] = defaultdict(set)
    campaigns: dict[str, set[str]] = defaultdict(set)
    wordings = {row["id"]: row["wording"] for row in folder.rows("sections.csv", "id", "wording")}
    columns = ("id", "participant", "stance", "reply_to", "section", "channel")
    found = ("theme", "no_theme_because", "campaign", "came_later")
    for row in folder.rows("comments.csv", *columns, *found):
        counted.comments.add(row["id"])
        counted.wrote[row["id"]], counted.stances[row["id"]] = row["participant"], row["stance"] or "none"
        writers.add(row["participant"])
        if not row["reply_to"]:
            figures[f"stances.{row['stance'] or 'none'}"] += 1
        wording = wordings.get(row["section"], "")
        figures["sections." + (wording or "whole")] += 1
        counted.heard.add(wording)
        is_later = row["came_later"] == "true"
        theme, why = ("", "") if is_later else (row["theme"], row["no_theme_because"])
        figures["later"] += is_later
        fate = "themed" if theme else _FATES.get(why, "later")
        _put(figures, row["channel"], fate)
        figures["levels"] += row["channel"] == "web"
        if fate == "aside":
            figures[f"aside.{why}"] += 1
        if theme:
            spoken[theme] += 1
            themed[theme].add(row["participant"])
        if row["campaign"] and not is_later:
            figures[f"campaigns.{row['campaign']}.texts"] += 1
            campaigns[row["campaign"]].add(row["participant"])
    figures["people.writers"] = len(writers)
    figures["sections"] = figures[f"rounds.{counted.hearing}"] = len(counted.comments)
    figures["campaigns"] = len(campaigns)
    for name, people in campaigns.items():
        figures[f"campaigns.{name}.people"] = len(people)
    counted.themes = {theme: (spoken[theme], len(people)) for theme, people in themed.items()}


def _count_withheld(folder: PublishedFolder, counted: Counted) -> None:
    for row in folder.rows("withheld.csv", "comment", "what", "ground", "channel"):
        if row["what"] == "part":
            continue
        counted.withheld.add(row["comment"])
        fate = "below" if row["what"] == "reply" else _GROUNDS.get(row["ground"], "hidden")
        _put(counted.figures, row["channel"], fate)


def _put(figures: Counter[str], channel: str, fate: str) -> None:
    whence = _CHANNELS.get(channel, channel)
    for name in (f"comments.{whence}.{fate}", f"comments.{whence}", f"comments.{fate}", "comments"):
        figures[name] += 1


def _count_ballots(folder: PublishedFolder, counted: Counted) -> None:
    figures, voters, answered = counted.figures, set(), set()
    for row in folder.rows("votes.csv", "participant", "section", "choice"):
        voters.add(row["participant"])
        if row["section"]:
            figures[f"votes.{row['section']}.{row['choice']}"] += 1
            figures[f"votes.{row['choice']}"] += 1
            counted.heard.add(row["section"])
    for row in folder.rows("answers.csv", "participant", "question", "options"):
        answered.add(row["participant"])
        figures[f"answers.{row['question']}"] += 1
        for option in parts(row["options"]):
            figures[f"answers.{row['question']}.{option}"] += 1
    figures["people.answered"] = len(answered)
    figures["people.voters"] = len(voters)
    figures["people.voters or answered"] = len(voters | answered)
    if not voters | answered or not counted.wrote:
        figures["people"] = len(voters | answered) + figures["people.writers"]


def _count_answered_draft(folder: PublishedFolder, counted: Counted) -> None:
    figures = counted.figures
    wordings = {row["wording"] for row in folder.rows("sections.csv", "wording")}
    figures["sections.silent"] = len(wordings - counted.heard)
    figures["replies"] = sum(1 for _row in folder.rows("official_replies.csv", "comment"))
    changed = Counter(row["version"] for row in folder.rows("changes.csv", "version"))
    for row in folder.rows("versions.csv", "version", "id", "is_retracted"):
        if row["version"] != "1" and row["is_retracted"] != "true":
            figures[f"changes.{row['id']}"] = changed[row["version"]]


def _count_issues(folder: PublishedFolder, counted: Counted) -> None:
    figures, raised = counted.figures, set()
    for row in folder.rows("issues.csv", "number", "id", "comment_ids"):
        members = parts(row["comment_ids"])
        figures["issues"] += 1
        raised.update(members)
        name = f"issues.{row['id']}"
        figures[f"{name}.comments"] = len(members)
        figures[f"{name}.people"] = _people(counted, row["comment_ids"])
        for member in members:
            figures[f"{name}.{counted.stances.get(member, 'none')}"] += 1
    figures["issues.comments"] = len(raised)


def _people(counted: Counted, cell: str) -> int:
    """Who wrote the comments that a cell lists."""
    return len({counted.wrote[comment] for comment in parts(cell) if comment in counted.wrote})
