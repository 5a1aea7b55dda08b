import pytest
from django.core.management import CommandError, call_command

from consult.models import Answer, Comment, Consultation, OfficialReply, User, Vote
from consult.pages.changes import revision


@pytest.mark.django_db
@pytest.mark.slow
def test_the_demonstration_is_seeded_whole_and_only_once(capsys):
    call_command("seed_demo")
    consultation = Consultation.objects.open().get(is_demo=True)
    counts = (consultation.draft.sections.count(), consultation.comments.count(), Vote.objects.count())
    assert counts == (26, 498, 5604)
    assert consultation.is_open()
    assert Comment.objects.exclude(parent=None).count() == 48
    assert [question.most for question in consultation.questionnaire.questions.all()] == [1, 1, 1, 3, 1, 1]
    assert Answer.objects.values("author").distinct().count() == 60
    assert sum((tally.total for tally in Vote.objects.comment_tallies(Comment.objects.all()).values()), 0) == 5604
    assert {membership.role for user in User.objects.all() for membership in user.memberships.all()} == {
        "officer",
        "analyst",
        "moderator",
    }
    replies = OfficialReply.objects.filter(comment__consultation=consultation).order_by("comment_id")
    assert [reply.revision for reply in replies] == [1, 2]
    ended = Consultation.objects.closed().get(is_demo=True)
    assert (ended.draft.number, ended.comments.count()) == (2, 12)
    assert OfficialReply.objects.get(comment__consultation=ended).comment.consultation.is_closed()
    assert [section.number for section in revision(ended.draft).sections] == ["๒", "๓", "๔"]
    call_command("seed_demo")
    assert Consultation.objects.count() == 2


def test_the_demonstration_is_never_seeded_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed_demo")
