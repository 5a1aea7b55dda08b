import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings

from analysis.actions import publish_open_data
from analysis.core.__main__ import main
from analysis.opendata.place import folder_of
from consult import actions
from consult.models import Consultation
from consult.people.actions import erase_person
from tests.support.makers import close, hold, make_consultation, make_mandate, post, vote
from tests.support.open_data import closed_hearing, hide


@dataclass
class Published:
    """A folder of open data, and a checkpoint that somebody kept before it was made."""

    folder: Path
    kept: Path

    def verify(self, *options: str) -> int:
        return main(["verify", str(self.folder), *options])


@pytest.fixture(scope="module")
def released(made_once, tmp_path_factory):
    root = tmp_path_factory.mktemp("open-data")
    with override_settings(OPEN_DATA_ROOT=root):
        other = make_consultation()
        consultation = closed_hearing()
        kept = root / "kept.txt"
        kept.write_text(actions.sign_checkpoint(occasion="ครั้งที่เก็บไว้", hearing=consultation.pk).note, encoding="utf-8")
        post(other, "ความเห็นในเรื่องอื่น")
        vote(other, section=other.draft.sections.first())
        gone = consultation.comments.filter(participant__votes__isnull=False, is_visible=True).first()
        erase_person(person=gone.author)
        hide(consultation.comments.filter(votes__isnull=False, is_visible=True).first())
        back = consultation.comments.filter(is_visible=True, parent=None).last()
        hide(back)
        back.refresh_from_db()
        moderator = back.moderation_acts.first().by
        actions.restore_comment(comment=back, by=moderator, reason="mistake")
        Consultation.objects.filter(pk=consultation.pk).update(closed_at=None)
        consultation.refresh_from_db()
        mandate = make_mandate()
        vote(consultation, -1, mandate.holder, section=consultation.draft.sections.first(), mandate=mandate)
        question = consultation.questionnaire.questions.first()
        actions.answer_question(
            consultation=consultation, question=question, author=mandate.holder, choices=[1], mandate=mandate
        )
        hold(consultation, "ถ้อยคำที่ยังรอตรวจ")
        shown = hold(consultation, "ถ้อยคำที่ตรวจแล้ว")
        actions.release_comment(comment=shown, by=moderator, reason="in_order", seen=0)
        close(consultation)
        release = publish_open_data(consultation=Consultation.objects.get(pk=consultation.pk))
        yield Published(folder=folder_of(release), kept=kept)


@pytest.fixture
def published(released, tmp_path):
    """A copy to do with as one likes."""
    folder = tmp_path / "folder"
    shutil.copytree(released.folder, folder)
    kept = tmp_path / "kept.txt"
    shutil.copy(released.kept, kept)
    return Published(folder=folder, kept=kept)
