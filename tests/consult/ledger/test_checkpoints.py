"""The log is numbered and signed: without holes, in any number of processes, once for each occasion."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.actions.ledger import LeafToWrite, log_all
from consult.checks import log_is_signed
from consult.ledger.checkpoint import is_signed, read
from consult.ledger.leaf import Leaf
from consult.ledger.tree import GrowingTree, consistency_proof, inclusion_proof, is_consistent, is_included, root_of
from consult.log_keys import public_keys, signing_key
from consult.models import LogCheckpoint, LoggedAct, LogSubtree
from consult.models.log_tree import TreeOfLog, size_of_log
from consult.pages.ledger import checkpoint_notes, entries_of
from tests.support.makers import close, make_consultation, post, vote

pytestmark = pytest.mark.django_db


def log_many(number: int, hearing: int = 0) -> None:
    at = timezone.now()
    log_all(
        [LeafToWrite(kind="audit", hearing=hearing, row=n, at=at, act={"act": "test", "row": n}) for n in range(number)]
    )


def root_of_all() -> bytes:
    tree = GrowingTree()
    for act in LoggedAct.objects.numbered():
        tree.add(act.leaf.hash())
    return tree.root()


def test_leaves_are_numbered_from_nought_without_holes():
    consultation = make_consultation()
    post(consultation)
    while actions.number_leaves():
        pass
    assert [act.leaf_index for act in LoggedAct.objects.numbered()] == list(range(size_of_log()))
    assert not LoggedAct.objects.filter(leaf_index=None).exists()
    assert actions.number_leaves() == 0


def test_a_checkpoint_says_the_root_of_all_leaves_and_is_signed_by_the_key_of_the_site():
    post(make_consultation())
    made = actions.sign_checkpoint(occasion="one")
    said = read(made.note)
    assert is_signed(made.note, public_keys())
    assert (said.size, said.root) == (size_of_log(), root_of_all()) == (made.size, bytes(made.root))
    assert actions.sign_checkpoint(occasion="one") == made


@pytest.mark.parametrize("sizes", [(255, 1, 1), (256, 256, 3), (700, 5, 300)])
def test_proofs_from_kept_subtrees_hold_at_every_size(sizes):
    grown = []
    for number in sizes:
        log_many(number)
        while actions.number_leaves():
            pass
        grown.append((size_of_log(), root_of_all()))
    size, root = grown[-1]
    assert root_of(size, TreeOfLog()) == root
    assert LogSubtree.objects.count() == size // 256
    for old, old_root in grown:
        assert is_consistent(old, old_root, size, root, consistency_proof(old, size, TreeOfLog()))
    for act in LoggedAct.objects.filter(leaf_index__in=[0, size // 2, size - 1]):
        path = inclusion_proof(act.leaf_index, size, TreeOfLog())
        assert is_included(act.leaf.hash(), act.leaf_index, size, path, root)


def test_a_proof_asks_few_questions(django_assert_max_num_queries):
    log_many(700)
    while actions.number_leaves():
        pass
    with django_assert_max_num_queries(6):
        inclusion_proof(300, size_of_log(), TreeOfLog())


def test_entries_of_one_hearing_lead_to_the_root_of_all():
    first, second = make_consultation(), make_consultation()
    for consultation in (first, second, first):
        vote(consultation, section=consultation.draft.sections.first())
        post(consultation)
        log_many(300, consultation.pk)
    checkpoint = actions.sign_checkpoint(occasion="end", hearing=first.pk)
    tree, own = GrowingTree(), 0
    for index, leaves, hearing, kind, at, commitment, subtree in entries_of(first, checkpoint.size):
        assert index == tree.size
        own += not subtree
        told = bytes.fromhex(subtree) if subtree else Leaf(int(hearing), kind, at, commitment).hash()
        tree.add(told, leaves)
    assert tree.root() == bytes(checkpoint.root)
    assert own == LoggedAct.objects.numbered().filter(hearing=first.pk).count()


def test_every_hour_and_every_closing_is_signed_once():
    consultation = make_consultation(opens_at=timezone.now() - timedelta(days=30))
    assert [one.hearing for one in actions.sign_due_checkpoints()] == [0]
    close(consultation)
    post_due = actions.sign_due_checkpoints()
    assert [one.hearing for one in post_due] == [consultation.pk]
    assert actions.sign_due_checkpoints() == []
    assert LogCheckpoint.objects.count() == 2
    assert list(checkpoint_notes()) == [one.note for one in LogCheckpoint.objects.order_by("pk")]


def test_hours_that_were_missed_are_made_up_for_once(monkeypatch):
    at = datetime(2026, 11, 30, 17, 59, 59, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert len(actions.sign_due_checkpoints()) == 1
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=7))
    assert len(actions.sign_due_checkpoints()) == 1
    assert len(actions.sign_due_checkpoints()) == 0


def test_without_a_key_nothing_is_signed(settings):
    settings.LOG_SIGNING_KEY, settings.LOG_SIGNING_KEY_FILE = "", None
    assert signing_key() is None
    assert actions.sign_due_checkpoints() == [] and not LogCheckpoint.objects.exists()


def test_an_old_key_stays_listed(settings):
    before = public_keys()[0]
    made = actions.sign_checkpoint(occasion="one")
    settings.LOG_SIGNING_KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="
    settings.LOG_OLD_KEYS = []
    assert not is_signed(made.note, public_keys())
    settings.LOG_OLD_KEYS = [str(before)]
    assert is_signed(made.note, public_keys()) and public_keys()[0] != before


def test_a_checkpoint_is_mailed_to_where_copies_shall_lie(settings, mailoutbox):
    made = actions.sign_checkpoint(occasion="one")
    assert actions.mail_checkpoint(checkpoint=made) == 0 and not mailoutbox
    settings.LOG_CHECKPOINT_MAILTO = ["archive@example.org", "observer@example.org"]
    assert actions.mail_checkpoint(checkpoint=made) == 2
    assert mailoutbox[0].to == settings.LOG_CHECKPOINT_MAILTO and mailoutbox[0].body == made.note
    assert is_signed(mailoutbox[0].body, public_keys())


def test_a_closed_hearing_shows_what_was_signed_when_it_closed(client):
    consultation = make_consultation(opens_at=timezone.now() - timedelta(days=30))
    address = reverse("log:closing", args=[consultation.pk])
    assert client.get(address).status_code == 404
    close(consultation)
    actions.sign_due_checkpoints()
    assert address in client.get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()
    assert is_signed(client.get(address).content.decode(), public_keys())


def test_a_site_that_signs_nothing_is_told_to_its_operator(settings):
    assert log_is_signed(None) == []
    settings.LOG_SIGNING_KEY, settings.LOG_SIGNING_KEY_FILE = "", None
    assert [one.id for one in log_is_signed(None)] == ["rabfang.W002"]
