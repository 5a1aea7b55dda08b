"""Open data is made once, when a hearing is over, and anew when something of it may no longer be read."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from analysis import actions
from analysis.errors import NotYetClosed
from analysis.opendata.place import folder_of
from analysis.opendata.state import due_open_data, standing_release
from analysis.tasks import publish_due_open_data
from consult.actions import withdraw_comment
from consult.models import Comment, LoggedAct
from consult.pages.ledger import newest_checkpoint
from consult.people.actions import erase_person
from tests.support.makers import close, make_consultation, make_result, post
from tests.support.open_data import hide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path


@pytest.fixture
def over():
    consultation = make_consultation()
    for number in range(3):
        post(consultation, f"ควรมีช่องทางสำหรับผู้สูงอายุ {number}")
    close(consultation)
    return consultation


def text_of(release, name: str) -> str:
    return (folder_of(release) / name).read_text(encoding="utf-8")


def test_nothing_is_published_of_a_hearing_that_goes_on():
    with pytest.raises(NotYetClosed):
        actions.publish_open_data(consultation=make_consultation())


def test_publishing_twice_is_one_release(over):
    first = actions.publish_open_data(consultation=over)
    assert actions.publish_open_data(consultation=over) == first
    assert standing_release(over) == first
    assert {file["name"] for file in first.files} == {path.name for path in folder_of(first).iterdir()}


def test_a_comment_hidden_since_ends_a_release_at_once(over):
    first = actions.publish_open_data(consultation=over)
    comment = Comment.objects.filter(consultation=over).first()
    hide(comment)
    assert standing_release(over) is None
    second = actions.publish_open_data(consultation=over)
    assert (second.number, second.reason, second.removed_comments) == (2, "hidden", 1)
    assert standing_release(over) == second and not folder_of(first).exists()
    assert comment.public_text not in text_of(second, "comments.csv")
    assert f'"id": {comment.pk}' not in text_of(second, "comments.jsonl")


def test_a_comment_withdrawn_since_ends_a_release_too(over):
    actions.publish_open_data(consultation=over)
    comment = Comment.objects.filter(consultation=over).first()
    withdraw_comment(comment=comment, by=comment.author)
    assert standing_release(over) is None


def test_who_erases_themselves_ends_a_release_too(over):
    """What opened their leaves of the log is in no file any more."""
    first = actions.publish_open_data(consultation=over)
    comment = Comment.objects.filter(consultation=over).first()
    erase_person(person=comment.author)
    assert standing_release(over) is None
    assert actions.publish_open_data(consultation=over).number == first.number + 1
    assert standing_release(over)


def test_a_result_that_is_published_is_followed_by_its_data(over):
    assert list(due_open_data()) == []
    make_result(over)
    assert list(due_open_data()) == [over]
    publish_due_open_data()
    release = standing_release(over)
    assert release and "report.json" in {file["name"] for file in release.files}
    assert list(due_open_data()) == []


def test_counts_without_the_few_are_made_once(over):
    """A second count could be subtracted from the first."""
    first = actions.publish_open_data(consultation=over)
    before = text_of(first, "levels.csv")
    hide(Comment.objects.filter(consultation=over).first())
    second = actions.publish_open_data(consultation=over)
    assert second.counted == first.counted and text_of(second, "levels.csv") == before


def test_the_command_publishes_or_writes_into_a_folder(over, tmp_path):
    said = StringIO()
    call_command("publish_open_data", over.pk, stdout=said)
    assert "release 1" in said.getvalue()
    out = tmp_path / "out"
    said_last = over.comments.last()
    withdraw_comment(comment=said_last, by=said_last.author)
    call_command("publish_open_data", over.pk, out, stdout=said)
    assert newest_checkpoint().size == LoggedAct.objects.count()  # what was done a moment ago is covered too
    assert (out / "datapackage.json").is_file()
    with pytest.raises(CommandError, match="not empty"):
        call_command("publish_open_data", over.pk, out)
    with pytest.raises(CommandError, match="no hearing"):
        call_command("publish_open_data", 999_999_999)
    with pytest.raises(CommandError):
        call_command("publish_open_data", make_consultation().pk)


def test_nothing_half_written_is_left(over, monkeypatch):
    import analysis.actions.open_data as module

    def fails(folder: Path, *_args, **_more):
        (folder / "half.csv").write_text("half")
        raise OSError("no space left")

    monkeypatch.setattr(module, "write_folder", fails)
    with pytest.raises(OSError, match="no space"):
        actions.publish_open_data(consultation=over)
    assert not over.open_data.exists()
    assert list(folder_of_hearing(over).rglob("*")) == []


def folder_of_hearing(consultation) -> Path:
    from django.conf import settings

    return Path(settings.OPEN_DATA_ROOT) / str(consultation.pk)
