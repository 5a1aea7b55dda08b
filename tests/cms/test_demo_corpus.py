"""The files of the demonstration: gold labels complete, and a rhythm that holds on whatever day it is seeded."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.core.types import CommentVote
from analysis.core.votes.groups import find_groups
from cms.demo import crowd
from cms.demo.corpus import everything_said, labelled, read_csv, read_json, said_in
from cms.demo.rhythm import moments
from consult.actions.comment import clean_text

BANGKOK = ZoneInfo("Asia/Bangkok")
PACKS = ["ended.json", "rejected.json", "english.json", "rounds.json"]
ALLOWED = {
    "stance": {"agree", "partly", "disagree", "none"},
    "channel": {"web", "email", "meeting", "paper"},
    "lang": {"th", "en", "mixed"},
    "toxic": {"0", "1"},
}
#: moments of seeding: a Monday at noon, a Saturday, just past midnight, the last minute of a day
SEEDED = [
    datetime(2026, 11, 30, 12, 0, tzinfo=BANGKOK),
    datetime(2026, 11, 28, 18, 30, tzinfo=BANGKOK),
    datetime(2027, 1, 1, 0, 3, tzinfo=BANGKOK),
    datetime(2027, 4, 15, 23, 59, tzinfo=BANGKOK),
]


def test_every_comment_has_its_gold_labels():
    rows = [*labelled("comments"), *labelled("more_comments")]
    sections = {one["id"] for chapter in read_json("draft_v1.json")["chapters"] for one in chapter["sections"]}
    themes = Counter(row["theme"] for row in labelled("comments"))
    seen: set[str] = set()
    for row in rows:
        assert row["id"] not in seen
        assert row["text"].strip() and row["author_alias"] and row["author_kind"] and row["province"]
        assert all(row[column] in values for column, values in ALLOWED.items()), row["id"]
        assert themes[row["theme"]] >= 5, row["id"]
        assert not row["section"] or row["section"] in sections, row["id"]
        assert not row["reply_to"] or row["reply_to"] in seen, row["id"]
        seen.add(row["id"])
    assert Counter(row["campaign"] for row in rows if row["campaign"]) == {"A": 30, "B": 12}


def test_votes_and_voters_fit_together():
    comments = {row["id"] for row in labelled("comments")}
    votes = read_csv("votes.csv")
    assert len({(row["voter"], row["comment_id"]) for row in votes}) == len(votes)
    assert {row["comment_id"] for row in votes} <= comments
    assert {row["value"] for row in votes} == {"1", "0", "-1"}
    counts = Counter(row["voter"] for row in votes)
    assert {row["voter"]: int(row["n_votes"]) for row in read_csv("voters.csv")} == counts


def test_what_is_said_about_comments_is_about_comments_that_exist():
    known = {one.id for one in everything_said()}
    writers = [comment for comments in read_json("several.json").values() for comment in comments]
    assert set(writers) <= known and len(set(writers)) == len(writers)
    assert set(read_json("official_replies.json")) | set(read_json("hidden.json")) <= known


@pytest.mark.parametrize("name", [*PACKS, "the second round"])
def test_a_small_hearing_fits_together(name):
    pack = read_json(name if name in PACKS else "rounds.json")
    draft = pack["versions"][0 if name in PACKS else 1]
    pack = pack if name in PACKS else pack["second"]
    said = said_in(pack)
    sections = {one["id"] for chapter in draft["chapters"] for one in chapter["sections"]}
    parents = {one.id: one for one in said if not one.reply_to}
    assert len({one.id for one in said}) == len(said)
    for one in said:
        assert not one.section or one.section in sections
        assert one.stance in ALLOWED["stance"] | {""} and one.channel in ALLOWED["channel"]
        if one.reply_to:
            assert parents[one.reply_to].section == one.section
    assert set(pack["official_replies"]) <= {one.id for one in said}
    assert {cause for one in pack.get("reasons", {}).values() for cause in one["causes"]} <= {one.id for one in said}


@pytest.mark.parametrize("now", SEEDED, ids=str)
def test_nights_are_quiet_and_the_first_days_are_loud(now):
    opened = (now - timedelta(days=20)).replace(hour=0, minute=0)
    when = moments(everything_said(), opens_at=opened, until=now, ends_at=opened + timedelta(days=30))
    assert all(opened <= moment < now for moment in when.values())
    night = sum(moment.hour >= 22 or moment.hour < 6 for moment in when.values())
    assert 0 < night < 0.1 * len(when)
    by_day = Counter((moment.date() - opened.date()).days for moment in when.values())
    assert sum(by_day[day] for day in range(3)) > 0.3 * len(when)
    assert max(by_day.values()) > 4 * sorted(by_day[day] for day in range(21))[10]


@pytest.mark.parametrize("now", SEEDED, ids=str)
@pytest.mark.parametrize(("name", "share"), [("ended.json", 0.3), ("rejected.json", 0.5)])
def test_a_hearing_that_is_over_is_loudest_at_its_beginning_and_its_end(name, share, now):
    """Six days of thirty; an even spread would give them a fifth."""
    said = said_in(read_json(name))
    opened = (now - timedelta(days=29)).replace(hour=0, minute=0)
    when = moments(said, opens_at=opened, until=now, ends_at=now)
    first = sum(moment < opened + timedelta(days=3) for moment in when.values())
    last = sum(moment > now - timedelta(days=3) for moment in when.values())
    assert first + last > share * len(said)
    assert min(first, last) >= 0.1 * len(said)


@pytest.mark.parametrize("now", SEEDED, ids=str)
def test_letters_and_meetings_keep_office_hours_and_campaigns_come_in_a_burst(now):
    said = everything_said()
    opened = (now - timedelta(days=20)).replace(hour=0, minute=0)
    when = moments(said, opens_at=opened, until=now, ends_at=opened + timedelta(days=30))
    for one in said:
        if one.channel in ("paper", "meeting") and not one.campaign:
            assert 8 <= when[one.id].hour < 18
            assert when[one.id].weekday() < 5
    meetings = {when[one.id].date() for one in said if one.channel == "meeting" and not one.campaign}
    assert len(meetings) == 2
    campaign = {when[one.id].date() for one in said if one.campaign == "A"}
    assert len(campaign) <= 2


def test_the_same_comments_come_at_the_same_moments_each_time():
    said, now = everything_said(), SEEDED[0]
    spans = {"opens_at": now - timedelta(days=20), "until": now, "ends_at": now + timedelta(days=9)}
    assert moments(said, **spans) == moments(said, **spans)


def test_the_planted_groups_are_found_in_the_votes_of_the_crowd():
    """The table is thinned and passers-by vote too; the groups it was made from must show on the dashboard all the same."""
    said, table, voters = everything_said(), read_csv("votes.csv"), read_csv("voters.csv")
    group = {crowd.voter_name(row["voter"]): row["group"] for row in voters}
    ballots = [
        *crowd.votes_on_comments(said, table),
        *crowd.votes_on_sections(
            said,
            sorted({one.section for one in said if one.section}),
            [*sorted(group), *sorted({one.alias for one in said})[:180]],
            crowd.leanings(said, table, voters),
        ),
    ]
    found = find_groups([CommentVote(voter=one.voter, comment=one.subject, value=one.choice) for one in ballots])
    assert (found.document["status"], found.document["k"]) == ("stable", 3)
    members = Counter(
        (place, group[person]) for person, place in found.assignments.items() if place and person in group
    )
    largest = {place: max(n for (where, _), n in members.items() if where == place) for place, _ in members}
    assert sum(largest.values()) > 0.75 * sum(members.values())


def test_the_site_would_take_every_comment():
    for said in [everything_said(), *(said_in(read_json(name)) for name in PACKS)]:
        for one in said:
            assert clean_text(one.text) == one.text, one.id
