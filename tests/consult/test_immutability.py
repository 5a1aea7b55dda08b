"""Rows on record never change nor go: asked of the database itself, for every table it guards."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from consult import actions
from consult.actions.draft import PlannedChange
from consult.actions.ledger import LeafToWrite, log_all
from consult.models import Membership, ModerationAct, Result, SectionChange
from consult.models.consent import consent_version
from tests.support.makers import (
    ask,
    close,
    make_consultation,
    make_mandate,
    make_result,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    post,
)
from tests.support.record import guarded_tables

pytestmark = pytest.mark.django_db

GUARDED = {
    "consult_auditentry",
    "consult_commentrevision",
    "consult_commentspan",
    "consult_consultationact",
    "consult_changecause",
    "consult_changedsection",
    "consult_draftversion",
    "consult_issueapproval",
    "consult_consentwords",
    "consult_issuerevision",
    "consult_lawstage",
    "consult_logcheckpoint",
    "consult_loggedact",
    "consult_logsubtree",
    "consult_moderationact",
    "consult_officialreplyrevision",
    "consult_packissue",
    "consult_question",
    "consult_questionnaire",
    "consult_reattachment",
    "consult_representation",
    "consult_result",
    "consult_resultsignature",
    "consult_section",
    "consult_sectionchange",
    "consult_versionretraction",
}


@pytest.fixture
def record(settings):
    """A hearing with a row in every guarded table."""
    settings.CONSENT_WORDS = "ฉันยินยอม"
    consultation = make_consultation()
    who = make_user(consented_to="")
    actions.give_consent(person=who, consultation=consultation, version=consent_version())
    ask(consultation, ("คำถาม", ("ใช่", "ไม่ใช่")))
    mandate = make_mandate()
    comment = post(consultation, author=mandate.holder, mandate=mandate)
    actions.reply_officially(comment=comment, by=officer_of(consultation), text="รับไว้พิจารณา")
    spam = post(consultation)
    actions.add_to_comment(comment=spam, by=spam.author, text="เพิ่มเติม", client_key=uuid.uuid4())
    version = actions.issue_version(
        consultation=consultation,
        sections=make_sections("ถ้อยคำใหม่", "ข้อความสอง"),
        changes=[
            PlannedChange(
                kind=SectionChange.Kind.REWORDED,
                old=(make_sections("เดิม")[0].anchor,),
                new=(make_sections("ใหม่")[0].anchor,),
                causes=(comment.pk,),
            )
        ],
        by=officer_of(consultation),
    )
    actions.retract_version(version=version, by=officer_of(consultation), reason="ออกผิดฉบับ")
    actions.tell_law_stage(
        consultation=consultation, kind="reported", on=timezone.localdate(), note="", by=officer_of(consultation)
    )
    actions.hide_comment(comment=spam, by=officer_of(consultation), reason=ModerationAct.Reason.SPAM)
    issue = actions.draft_issue(consultation=consultation, by=officer_of(consultation), title="ประเด็น")
    writer = make_staff(consultation.agency, Membership.Role.ANALYST)
    words = {"title": "ประเด็น", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    actions.change_issue(issue=issue, by=writer, seen=1, **words)
    last, kept = consultation.draft.sections.last(), make_sections("ถ้อยคำอื่น")
    left = post(consultation, section=last, words=actions.ChosenWords(start=0, end=7))
    actions.issue_version(consultation=consultation, sections=kept, by=officer_of(consultation))
    consultation.refresh_from_db()
    actions.reattach_comments(
        consultation=consultation,
        comments=[left.pk],
        section=consultation.draft.sections.get(),
        by=officer_of(consultation),
    )
    close(consultation)
    actions.approve_issue(issue=issue, by=officer_of(consultation), seen=2)
    make_result(consultation)
    fill_a_subtree_of_the_log()
    actions.sign_checkpoint(occasion="ทดสอบ")


def fill_a_subtree_of_the_log():
    act = LeafToWrite(kind="audit", hearing=0, row=1, at=timezone.now(), act={"act": "use_desk"})
    log_all([act] * 256)


def _rows(table: str):
    return next(model for model in apps.get_models() if model._meta.db_table == table)._base_manager


def test_these_tables_are_guarded():
    assert {table for table in guarded_tables() if table.startswith("consult_")} == GUARDED


@pytest.mark.parametrize("table", sorted(GUARDED))
def test_a_row_on_record_is_neither_changed_nor_deleted_nor_replaced(record, table):
    rows = _rows(table)
    kept = list(rows.values())
    assert kept
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        rows.update(id=kept[0]["id"])
    with pytest.raises(IntegrityError, match="never goes"), transaction.atomic():
        rows.all()._raw_delete(rows.db)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        cursor.execute(f"{replace} INTO {table} SELECT * FROM {table}")
    assert list(rows.values()) == kept


def test_of_a_result_three_moments_are_written_once_each(record):
    rows = Result.objects.all()
    rows.update(told_at=timezone.now())
    for column in ("published_at", "told_at"):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(**{column: timezone.now() + timedelta(days=1)})
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(**{column: None})
