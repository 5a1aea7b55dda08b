"""Edits laid over a finished run at once, without running it again: a pure function of the run and the edits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from analysis.core.contract import ThemeEntry, ThemeHeading
from analysis.core.intake.normal_form import fingerprint
from analysis.core.report.citations import Source
from analysis.core.report.quotes import ROLE_OF_STANCE, Ask, Quote
from analysis.core.report.sentences import is_counted
from analysis.core.report.theme_entry import ThemeFacts, write_entry
from analysis.core.signals.stance import bare_position
from analysis.core.themes.edits import Edit, Standing, as_audit, standing
from analysis.core.types import CommentText

#: quotations of each side, and requests, that a changed theme keeps
_PER_ROLE, _ASKS = 2, 3
_SHORTEST, _LONGEST = 20, 220


@dataclass(frozen=True, kw_only=True)
class Member:
    """A comment (text masked) with where a run put it: a theme or a reason."""

    comment: CommentText
    theme: str | None
    reason: str | None
    campaign: str | None = None


def standing_for(document: Mapping[str, Any], edits: Sequence[Edit]) -> Standing:
    """The state of all edits for one run, which may have been taught some of them."""
    return standing(edits, done=[entry["id"] for entry in document["audit"]])


def changed_themes(document: Mapping[str, Any], now: Standing, members: Sequence[Member]) -> frozenset[str]:
    """Themes of the run whose comments are others than the run said; `members`: those in `touched`."""
    changed = {*now.merged, *now.merged.values()} if now.merged.keys() & _ids(document) else set()
    for member in members:
        theme, _ = now.theme_of(member.comment.id, member.theme, member.reason)
        if theme != member.theme:
            changed |= {name for name in (theme, member.theme) if name}
    return frozenset(changed)


def fold(document: Mapping[str, Any], edits: Sequence[Edit], members: Sequence[Member]) -> dict[str, Any]:
    """The run's document as it reads after the edits.

    `members`: every comment the run placed in a changed theme (`changed_themes`), and every one in `touched`. Figures of
    changed themes are counted anew; their quotations stay where their comments stay; their summaries are written again
    from fixed patterns and checked. What needs vectors or votes (cohesion, groups) waits for the next run.
    """
    now = standing_for(document, edits)
    changed = changed_themes(document, now, members)
    homes: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        theme, _ = now.theme_of(member.comment.id, member.theme, member.reason)
        if theme in changed:
            homes[theme].append(member)
    everyone = document["run"]["n_people"] or 0
    themes: list[Any] = [_renamed(theme, now) for theme in document["themes"] if theme["id"] not in changed]
    themes += [_recounted(name, homes[name], document, now, everyone) for name in sorted(homes)]
    place = {theme["id"]: number for number, theme in enumerate(document["themes"])}
    themes.sort(key=lambda theme: (-_people(theme), place.get(theme["id"], len(place)), theme["id"]))
    labels = {theme["id"]: theme["label"] for theme in themes}
    present = labels.keys()
    disturbed = _disturbed(members, now)
    themes = [_reparented(theme, now) for theme in themes if theme["parent_id"] not in disturbed]
    themes = [theme for theme in themes if theme["parent_id"] is None or theme["parent_id"] in present]
    return {
        **document,
        "run": document["run"] | {"accounted": _accounted(document, members, now)},
        "themes": themes,
        "positions_only": _positions(document, members, now),
        "minority": [_at_home(pocket, now, labels) for pocket in document["minority"]],
        "unclustered": _unclustered(document, members, now),
        "audit": [as_audit(edit, now) for edit in edits],
    }


def _people(theme: Mapping[str, Any]) -> int:
    """People of a theme, or its comments where nobody knows who wrote what."""
    known: int | None = theme["n_people"]
    return theme["n_comments"] if known is None else known


def _disturbed(members: Sequence[Member], now: Standing) -> set[str]:
    """Themes of the run that a comment left or came into by hand: their parts are cut anew by the next run."""
    disturbed: set[str] = set()
    for member in members:
        theme, _ = now.theme_of(member.comment.id, member.theme, member.reason)
        if theme != now.merged.get(member.theme or "", member.theme):
            disturbed |= {name for name in (theme, member.theme) if name}
    return disturbed


def _ids(document: Mapping[str, Any]) -> set[str]:
    return {theme["id"] for theme in document["themes"]}


def _renamed(theme: Mapping[str, Any], now: Standing) -> dict[str, Any]:
    if theme["id"] in now.names:
        return {**theme, "label": now.names[theme["id"]], "label_source": "analyst"}
    if theme["id"] in now.restored:
        return {**theme, "label": now.restored[theme["id"]], "label_source": "auto"}
    return dict(theme)


def _reparented(theme: dict[str, Any], now: Standing) -> dict[str, Any]:
    parent = theme["parent_id"]
    return theme | {"parent_id": now.merged.get(parent, parent)}


def without_words_of(document: Mapping[str, Any], hidden: Set[str]) -> dict[str, Any]:
    """The document without the words of these comments, hidden since the run; its figures stay until the next one."""
    return {
        **document,
        "themes": [_silenced(theme, hidden) for theme in document["themes"]],
        "drafts": [
            draft | {"members": [one for one in draft["members"] if one["comment_id"] not in hidden]}
            for draft in document.get("drafts", ())
            if draft["lead"]["comment_id"] not in hidden
        ],
        "harm": [flag for flag in document.get("harm", ()) if flag["comment_id"] not in hidden],
    }


def _silenced(theme: Mapping[str, Any], hidden: Set[str]) -> dict[str, Any]:
    def shown(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in rows if row["comment_id"] not in hidden]

    summary = [row for row in theme["summary"] if is_counted(row["sentence"]) or hidden.isdisjoint(row["cites"])]
    central = shown([quote] if (quote := theme.get("central")) else [])
    return {
        **theme,
        "quotes": shown(theme["quotes"]),
        "asks": shown(theme["asks"]),
        "example": next(iter(shown([theme["example"]] if theme.get("example") else [])), None),
        "central": central[0] if central else None,
        "summary": summary,
    }


def _at_home(pocket: Mapping[str, Any], now: Standing, labels: Mapping[str, str]) -> dict[str, Any]:
    """A small view with the theme it stands in now; a theme that was merged into another is a view inside it."""
    theme = now.merged.get(pocket["theme"], pocket["theme"])
    stands = {**pocket, "theme": theme if theme in labels else None}
    if pocket.get("kind") != "theme":  # documents of earlier runs name no kind
        return stands
    if theme != pocket["theme"] or theme not in labels:
        return stands | {"kind": "words"}
    return stands | {"label": labels[theme]}


def _recounted(
    name: str, members: Sequence[Member], document: Mapping[str, Any], now: Standing, everyone: int
) -> ThemeEntry:
    """The entry of a theme whose comments changed; `members` are all its comments."""
    parts = [theme for theme in document["themes"] if now.merged.get(theme["id"], theme["id"]) == name]
    parts.sort(key=lambda theme: (theme["id"] != name, -_people(theme), theme["id"]))
    members = sorted(members, key=lambda member: member.comment.id)
    sources = {member.comment.id: _source(member, name) for member in members}
    quotes = _first_of_each_role([_quote(row) for part in parts for row in part["quotes"]], sources)
    asks = [_ask(row) for part in parts for row in part["asks"] if row["comment_id"] in sources]
    central = parts[0].get("central") if parts else None
    kept = [parts[0].get("example")] if parts else []
    facts = ThemeFacts(
        members=list(sources.values()),
        everyone=everyone,
        n_distinct=len({fingerprint(member.comment.text) for member in members}),
        sections=[member.comment.section for member in members],
        central=_quote(central) if central else None,
        quotes=quotes or _short_ones(list(sources.values())),
        asks=asks[:_ASKS],
        example=next((_ask(row) for row in kept if row and row["comment_id"] in sources), None),
        stability=min((part["stability"] for part in parts), default=1.0),
    )
    entry, _ = write_entry(_heading(name, parts, now), facts)
    return entry


def _heading(name: str, parts: Sequence[Mapping[str, Any]], now: Standing) -> ThemeHeading:
    """The heading of a changed theme: that of its largest part, or, for a theme split off, the name an analyst gave."""
    first = _renamed(parts[0], now) if parts else {}
    return {
        "id": name,
        "parent_id": first.get("parent_id"),
        "label": first.get("label") or now.names.get(name, name),
        "label_source": first.get("label_source", "analyst"),
        "keywords": list(dict.fromkeys(word for part in parts for word in part["keywords"])),
    }


def _first_of_each_role(quotes: Sequence[Quote], sources: Mapping[str, Source]) -> list[Quote]:
    """The first quotations of each side whose comments are still in the theme, none of a comment twice."""
    counts: Counter[str] = Counter()
    chosen: dict[str, Quote] = {}
    for quote in quotes:
        if quote.comment_id not in sources:
            continue
        counts[quote.role] += 1
        if counts[quote.role] <= _PER_ROLE:
            chosen.setdefault(quote.comment_id, quote)
    return list(chosen.values())


def _short_ones(sources: Sequence[Source]) -> list[Quote]:
    """Whole comments short enough to quote, the first of each position: for a theme that has no quotation yet."""
    chosen = []
    for stance, role in (ROLE_OF_STANCE | {"": "central"}).items():
        first = next((s for s in sources if _SHORTEST <= len(s.text) <= _LONGEST and s.stance == stance), None)
        if first:
            chosen.append(Quote(comment_id=first.id, start=0, end=len(first.text), text=first.text, role=role))
    return chosen


def _quote(row: Mapping[str, Any]) -> Quote:
    return Quote(
        **{key: row[key] for key in ("comment_id", "start", "end", "text", "role")}, goes_on=row.get("goes_on", False)
    )


def _ask(row: Mapping[str, Any]) -> Ask:
    return Ask(**{key: row[key] for key in ("comment_id", "start", "end", "text")}, goes_on=row.get("goes_on", False))


def _source(member: Member, theme: str) -> Source:
    comment = member.comment
    return Source(
        id=comment.id,
        text=comment.text,
        stance=comment.stance,
        person=comment.person,
        theme=theme,
        campaign=member.campaign,
    )


def _moves(members: Sequence[Member], now: Standing) -> list[tuple[Member, str | None]]:
    """Comments whose reason is another than the run said, with the one they have now (None: a theme)."""
    pairs = [(member, now.theme_of(member.comment.id, member.theme, member.reason)[1]) for member in members]
    return [(member, reason) for member, reason in pairs if reason != member.reason]


def _accounted(document: Mapping[str, Any], members: Sequence[Member], now: Standing) -> dict[str, Any]:
    accounted = document["run"]["accounted"]
    themed, reasons = accounted["themed"], dict(accounted["reasons"])
    for member, reason in _moves(members, now):
        themed += (reason is None) - (member.reason is None)
        if member.reason:
            reasons[member.reason] -= 1
        if reason:
            reasons[reason] += 1
    return {"themed": themed, "reasons": reasons}


def _positions(document: Mapping[str, Any], members: Sequence[Member], now: Standing) -> dict[str, Any]:
    """Bare positions without those that left and with those that came."""
    row: dict[str, Any] = document["positions_only"]
    ids, positions, people = list(row["comment_ids"]), Counter(row["positions"]), row["n_people"] or 0
    for member, reason in _moves(members, now):
        step = (reason == "too_short") - (member.reason == "too_short")
        if not step:
            continue
        positions[bare_position(member.comment.text, member.comment.stance)] += step
        people += step
        ids = sorted({*ids, member.comment.id}) if step > 0 else [name for name in ids if name != member.comment.id]
    return {
        "n_comments": len(ids),
        "n_people": max(people, 0) if row["n_people"] is not None else None,
        "positions": dict(positions),
        "comment_ids": ids,
    }


def _unclustered(document: Mapping[str, Any], members: Sequence[Member], now: Standing) -> dict[str, Any]:
    ids, count = list(document["unclustered"]["sample_ids"]), document["unclustered"]["n"]
    for member, reason in _moves(members, now):
        if member.reason == "unclustered":
            count -= 1
            ids = [name for name in ids if name != member.comment.id]
        if reason == "unclustered":
            count += 1
            ids.append(member.comment.id)
    return {"n": count, "sample_ids": ids}
