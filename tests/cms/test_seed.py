"""The demonstration as it stands on record: hearings, marked, and looking as hearings look."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from analysis.result.checks import examine
from cms.models import ConsultationPage
from consult.models import Answer, Comment, Consultation, ModerationAct, Notice, OfficialReply, User, Vote
from consult.models.attachment import attachments_of
from consult.pages.changes import revision

pytestmark = pytest.mark.django_db


def hearing(slug: str) -> Consultation:
    return ConsultationPage.objects.get(slug=slug).consultation


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The demonstration, seeded once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo")
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
def test_the_open_hearing_is_seeded_whole(seeded):
    consultation = hearing("demo")
    assert consultation.is_open()
    assert (consultation.draft.sections.count(), consultation.comments.count()) == (26, 569)
    assert [question.most for question in consultation.questionnaire.questions.all()] == [1, 1, 1, 3, 1, 1]
    assert {membership.role for user in User.objects.all() for membership in user.memberships.all()} == {
        "officer",
        "analyst",
        "approver",
        "moderator",
    }
    revisions = OfficialReply.objects.filter(comment__consultation=consultation).values_list("revision", flat=True)
    assert Counter(revisions) == {1: 6, 2: 1}


@pytest.mark.slow
def test_a_stranger_reads_the_result_of_the_hearing_that_is_over(seeded, client):
    consultation = hearing("demo-ended")
    assert examine(consultation).faults == []
    page = client.get(reverse("consult:result_detail", args=[consultation.pk])).content.decode()
    for told in ("สรุปผลการรับฟังความคิดเห็น", "ผู้เห็นชอบ", "จำนวนลานกิจกรรมและระยะทางจากบ้าน", "รับบางส่วน"):
        assert told in page


@pytest.mark.slow
def test_seeding_again_changes_nothing(seeded, capsys):
    before = Consultation.objects.count(), Comment.objects.count(), Vote.objects.count()
    call_command("seed_demo")
    assert (Consultation.objects.count(), Comment.objects.count(), Vote.objects.count()) == before
    assert "already" in capsys.readouterr().out


@pytest.mark.slow
def test_every_hearing_is_marked_on_every_public_page(seeded, client):
    assert Consultation.objects.count() == 6
    for consultation in Consultation.objects.all():
        assert consultation.is_demo
        section = consultation.draft.sections.first()
        comment = consultation.comments.visible().top_level().first()
        for page in (
            reverse("consult:consultation_detail", args=[consultation.pk]),
            reverse("consult:section_detail", args=[consultation.pk, section.pk]),
            reverse("consult:comment_detail", args=[consultation.pk, comment.pk]),
            reverse("consult:whole_draft", args=[consultation.pk]),
        ):
            assert "ข้อมูลสาธิต" in client.get(page).content.decode(), page


@pytest.mark.slow
def test_who_speaks_and_how_often_is_as_in_hearings(seeded):
    said = hearing("demo").comments.all()
    people = Counter(said.values_list("participant", flat=True))
    often = sorted(people.values(), reverse=True)
    assert len(people) < len(said)
    assert sum(times == 1 for times in often) > 0.7 * len(people)
    assert sum(times >= 10 for times in often) >= 3
    assert sum(often[: len(often) // 10]) > 0.25 * len(said)
    channels = Counter(said.values_list("channel", flat=True))
    assert set(channels) == set(Comment.Channel.values)
    assert channels["web"] > len(said) / 2
    lengths = [len(text) for text in said.values_list("text", flat=True)]
    assert min(lengths) < 5 and max(lengths) > 1500


@pytest.mark.slow
def test_threads_are_of_different_length(seeded):
    replies = Counter(hearing("demo").comments.exclude(parent=None).values_list("parent", flat=True))
    assert max(replies.values()) > 10
    assert {1, 2, 3, 4, 5, 6} <= set(replies.values())
    for reply in Comment.objects.exclude(parent=None).select_related("parent"):
        assert reply.parent.posted_at < reply.posted_at
        assert reply.parent.parent_id is None


@pytest.mark.slow
def test_nothing_is_said_before_the_opening_after_the_end_or_in_the_future(seeded):
    now = timezone.now()
    for consultation in Consultation.objects.all():
        moments = list(consultation.comments.order_by("pk").values_list("posted_at", flat=True))
        assert moments == sorted(moments)
        assert consultation.opens_at <= moments[0]
        assert moments[-1] <= min(now, consultation.ends_at)


@pytest.mark.slow
def test_votes_gather_on_what_stands_on_top(seeded):
    consultation = hearing("demo")
    tallies = Vote.objects.filter(comment__consultation=consultation)
    votes = sorted(Counter(tallies.values_list("comment", flat=True)).values(), reverse=True)
    tenth = consultation.comments.count() // 10
    assert sum(votes[:tenth]) > 0.6 * sum(votes)
    assert votes[0] > 60 and votes[len(votes) // 2] <= 3
    sections = Counter(
        Vote.objects.filter(section__version__consultation=consultation).values_list("section", flat=True)
    )
    assert len(sections) == 26
    assert sum(count for _, count in sections.most_common(5)) > 0.4 * sum(sections.values())


@pytest.mark.slow
def test_fewer_answer_each_next_question(seeded):
    questions = [one for one in hearing("demo").questionnaire.questions.all() if one.options]
    people = [Answer.objects.filter(question=one).values("participant").distinct().count() for one in questions]
    assert people == sorted(people, reverse=True)
    assert people[0] == 120 and people[-1] < 90


@pytest.mark.slow
def test_a_moderator_hid_what_is_no_comment(seeded):
    reasons = ModerationAct.objects.filter(comment__consultation=hearing("demo")).values_list("reason", flat=True)
    assert Counter(reasons) == {"spam": 2, "insult": 1}


@pytest.mark.slow
def test_the_ended_hearing_was_reworded_and_answered(seeded):
    ended = hearing("demo-ended")
    assert ended.is_closed()
    assert (ended.draft.number, ended.comments.count()) == (2, 20)
    assert OfficialReply.objects.get(comment__consultation=ended).comment.text.startswith("ต้องมีทางลาด")
    assert [section.number for section in revision(ended.draft).sections] == ["๒", "๓", "๔"]


@pytest.mark.slow
def test_the_rejected_draft_was_taken_back_with_reasons(seeded):
    rejected = hearing("demo-rejected")
    assert rejected.closed_at and rejected.withdrawn_at is None
    stances = Counter(rejected.comments.top_level().values_list("stance", flat=True))
    assert stances["disagree"] > 0.7 * sum(stances.values())
    votes = Counter(Vote.objects.filter(section__version__consultation=rejected).values_list("choice", flat=True))
    assert votes[Vote.Choice.DISAGREE] > 2 * votes[Vote.Choice.AGREE]
    answers = OfficialReply.objects.filter(comment__consultation=rejected)
    assert answers.count() >= 3
    assert answers.filter(public_text__contains="นำร่างประกาศนี้กลับทั้งฉบับ").exists()
    assert "นำร่างนี้กลับแล้ว" in rejected.summary


@pytest.mark.slow
def test_one_hearing_is_held_in_two_languages(seeded):
    english = hearing("demo-english")
    assert english.is_open()
    assert "In English:" in english.summary
    latin = [text for text in english.comments.values_list("text", flat=True) if text[:4].isascii()]
    assert 0.3 < len(latin) / english.comments.count() < 0.9


@pytest.mark.slow
def test_one_draft_is_heard_twice_with_its_way_to_parliament_between(seeded, client):
    first = hearing("demo-round")
    second = Consultation.objects.get(follows=first)
    assert first.is_closed() and second.is_open()
    assert [one.kind for one in first.law_stages.standing()] == ["proposed", "reported", "on_agenda"]
    html = client.get(reverse("consult:consultation_detail", args=[second.pk])).content.decode()
    assert f'href="/consultations/{first.pk}/"' in html and "ต่างจากฉบับก่อน 6 แห่ง" in html
    changes = second.draft.changes.all()
    assert [one.kind for one in changes] == ["reworded", "split", "renumbered", "removed", "added", "renumbered"]
    assert [one.causes.count() for one in changes if one.reason] == [2, 1, 3, 1]
    assert Notice.objects.filter(version__consultation=second).exists()


@pytest.mark.slow
def test_the_next_version_of_the_second_round_waits_for_its_impact_to_be_read(seeded, client):
    page = ConsultationPage.objects.get(follows=hearing("demo-round"))
    client.force_login(User.objects.get(email="officer@demo.example"))
    answer = client.get(reverse("desk_draft_impact", args=[page.pk]))
    assert len(answer.context["rows"]) == 4
    assert "ข้อความนี้เคยอยู่ในร่างฉบับก่อน" in answer.content.decode()


def test_the_demonstration_is_never_seeded_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed_demo")


@pytest.mark.slow
def test_every_hearing_tells_all_that_its_kind_of_draft_has_to_tell_and_one_hands_out_documents(seeded, client):
    for consultation in Consultation.objects.all():
        assert consultation.missing() == [] and consultation.pack_issues.exists()
    documents = attachments_of(hearing("demo").pack)
    assert {one.kind for one in documents} == {"pdf", "docx"}
    for one in documents:
        answer = client.get(reverse("consult:attachment_detail", args=[hearing("demo").pk, one.sha256]))
        assert len(b"".join(answer.streaming_content)) == one.size
