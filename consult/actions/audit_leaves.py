"""Every line of the audit trail becomes a leaf of the log, and what anybody may read of it another one."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ..ledger.acts import Act
from ..ledger.leaf import moment
from ..models import AuditEntry
from .ledger import LeafToWrite, log_all

#: What of an act of staff anybody may read, and open data publishes: these parts of its line in the audit trail. Of all others, and of the
#: rest of these, the leaf of the audit trail is a commitment that auditors can have opened.
PUBLISHED: dict[str, tuple[str, ...]] = {
    "publish_consultation": (),
    "issue_version": ("number", "sha256"),
    "retract_version": ("number", "reason"),
    "ask_questions": ("number", "count"),
    "release_comment": ("comment", "reason"),
    "hide_comment": ("comment", "reason"),
    "restore_comment": ("comment", "reason"),
    "redact_comment": ("comment", "reason"),
    "unredact_comment": ("comment", "reason"),
    "reply_officially": ("comment", "revision"),
    "revise_official_reply": ("comment", "revision"),
    "withdraw_official_reply": ("comment", "revision"),
    "reattach_comments": ("comments", "section"),
    "import_comments": ("count",),
    "approve_issue": ("number", "revision"),
    "tell_law_stage": ("stage", "kind"),
    "take_law_stage_back": ("stage",),
    "freeze_run": ("run",),
    "publish_result": ("number", "sha256"),
}
AUDIT = "audit"


def log_audit_entry(entry: AuditEntry, told: Act | None = None, *, late: bool = False) -> None:
    """A line of the audit trail is a leaf; of what anybody may read there is a second one, which is opened. ``told``: what that one says
    beside those parts of the line; where it is given, anybody may read of the act. ``late``: the line is older than the log, which dates its leaf
    now."""
    hearing, when = entry.consultation_id or 0, timezone.now() if late else entry.at
    at = moment(when)
    detail = json.dumps(entry.detail, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    whole = {
        "act": entry.verb,
        "hearing": hearing,
        "at": at,
        "line": entry.pk,
        "line_at": moment(entry.at),
        "by": entry.by_id,
        "detail": detail,
    }
    logged = [LeafToWrite(kind=AUDIT, hearing=hearing, row=entry.pk, at=when, act=whole)]
    if hearing and (told is not None or entry.verb in PUBLISHED):
        parts = {name: entry.detail[name] for name in PUBLISHED.get(entry.verb, ()) if name in entry.detail}
        act = {"act": entry.verb, "hearing": hearing, "at": at, **parts, **(told or {})}
        logged.append(LeafToWrite(kind=entry.verb, hearing=hearing, row=entry.pk, at=when, act=act, kept=True))
    log_all(logged)
