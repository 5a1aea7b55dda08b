"""No public surface tells how the few decided: two hearings that differ in nothing else read the same everywhere.

What can be worked out from all surfaces together, by subtracting or otherwise, is what makes them differ. So the levels of people who
decided differently are exchanged, with as many of each level as before, and every address, frame and file is asked again.
"""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from analysis.models import OpenDataRelease
from analysis.opendata.basis import Basis
from analysis.opendata.folder import write_folder
from analysis.opendata.levels import count_levels
from analysis.opendata.shown_levels import level_tables
from analysis.result.basis import ResultBasis
from analysis.result.fates import levels_of
from consult import actions
from consult.live.frames import frame
from consult.models import Answer, Comment, Consultation, Level, Participant, User, Vote
from tests.support.addresses import addresses
from tests.support.makers import ask, close, make_consultation, make_user, post, vote

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

#: What is another at every asking: tokens, keys of forms, moments, hashes
_FLEETING = re.compile(
    rb"csrf[^>]*>|\"token\": \"\w+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|\d{4}-\d\d-\d\dT[\d:.+Z]+|\d\d:\d\d(:\d\d)?|nonce-[^\"' ]+"
)
#: Bound to the hour and to what was made of it: the log's own addresses
ELSEWHERE = ("/cms/", "/_util/", "/documents/", "/patterns/", "/accounts/", "/log/")


def heard() -> tuple[Consultation, list[User]]:
    """27 by e-mail and six verified persons, who voted, answered and wrote both ways."""
    hearing = make_consultation(tallies="live")
    section = hearing.draft.sections.first()
    (question,) = ask(hearing, ("เริ่มเมื่อใด", ("ปีนี้", "ปีหน้า")))
    people = [make_user(level=Level.EMAIL) for _one in range(27)] + [make_user(level=Level.PERSON) for _one in range(6)]
    for number, person in enumerate(people):
        sides = number % 2
        vote(hearing, -1 if sides else 1, voter=person, section=section)
        actions.answer_question(consultation=hearing, author=person, question=question, choices=[sides])
        post(hearing, f"ความเห็นที่ {number}", author=person, stance="disagree" if sides else "agree")
    actions.fold_figures()
    actions.number_announcements()
    return hearing, people


def exchange_levels(one: User, other: User) -> None:
    """As if the one were known as surely as the other, and the other way round."""
    levels = {one.pk: other.level, other.pk: one.level}
    for person, level in levels.items():
        User.objects.filter(pk=person).update(level=level)
        Participant.objects.filter(account=person).update(level=level)
        Vote.objects.filter(participant__account=person).update(level=level)
        Answer.objects.filter(participant__account=person).update(level=level)
    actions.fold_figures()
    cache.clear()


def surfaces(hearing: Consultation, tmp_path) -> dict[str, bytes]:
    """Every address as a stranger reads it, what is sent live, every file of open data counted anew, and the report."""
    hearing = Consultation.objects.select_related("agency", "draft").get(pk=hearing.pk)
    values = {
        "pk": hearing.pk,
        "section_pk": hearing.draft.sections.first().pk,
        "comment_pk": Comment.objects.filter(consultation=hearing).first().pk,
        "number": 1,
    }
    found = {}
    for address in addresses(**values):
        if not address.path.startswith(ELSEWHERE):
            found[address.path] = Client().get(address.path).getvalue()
    found["live"] = repr(frame(hearing.pk, after=0)).encode() if hearing.is_open() else b""
    if hearing.is_closed():
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        write_folder(folder, hearing, number=1, made_at=timezone.now())
        for path in folder.glob("*.csv"):
            if path.name not in ("entries.csv", "openings.csv"):
                found[path.name] = path.read_bytes()
        found["report"] = repr(levels_of(ResultBasis(consultation=hearing, freeze=None))).encode()
        told = OpenDataRelease(counted={"levels": count_levels(Basis(consultation=hearing))})
        found["levels page"] = repr(level_tables(told)).encode()
    return {name: _FLEETING.sub(b"", text) for name, text in found.items()}


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return sorted(name for name in before if before[name] != after[name])


@pytest.mark.parametrize("is_over", [False, True])
def test_how_a_few_decided_changes_no_public_surface(is_over, tmp_path):
    hearing, people = heard()
    if is_over:
        close(hearing)
    before = surfaces(hearing, tmp_path)
    exchange_levels(people[0], people[-1])
    assert people[0].level != people[-1].level
    assert differing(before, surfaces(hearing, tmp_path)) == []


def test_how_many_decided_does(tmp_path):
    """So that the test above looks at what it means to."""
    hearing, people = heard()
    close(hearing)
    before = surfaces(hearing, tmp_path)
    for one in people[:12]:
        User.objects.filter(pk=one.pk).update(level=Level.PERSON)
        Participant.objects.filter(account=one).update(level=Level.PERSON)
        Vote.objects.filter(participant__account=one).update(level=Level.PERSON)
    actions.fold_figures()
    cache.clear()
    changed = differing(before, surfaces(hearing, tmp_path))
    assert {
        f"/consultations/{hearing.pk}/",
        f"/consultations/{hearing.pk}/figures/",
        "levels.csv",
        "levels page",
        "report",
    } <= set(changed)
