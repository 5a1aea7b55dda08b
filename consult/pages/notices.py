"""What one person was told: each notice with the changes that touch what this person said or voted on."""

from collections.abc import Sequence

from ..models import Comment, Notice, SectionChange, User, Vote


def with_changes(notices: Sequence[Notice], person: User) -> None:
    """Give notices ``changes``: of the version each speaks of, those on sections this person commented or voted on.

    Notices come with their version. Four queries for all of them.
    """
    told = notices
    notices = [notice for notice in told if notice.version_id]
    versions = [notice.version_id for notice in notices if notice.kind == Notice.Kind.VERSION_ISSUED]
    hearings = {notice.version.consultation_id for notice in notices}
    said = Comment.objects.of_author(person).filter(consultation__in=hearings, section__isnull=False)
    voted = Vote.objects.filter(participant__account=person, section__version__consultation__in=hearings)
    anchors = set(said.values_list("section__anchor", flat=True)) | set(voted.values_list("section__anchor", flat=True))
    found: dict[int, list[SectionChange]] = {}
    changes = SectionChange.objects.filter(
        version__in=versions, kind__in=SectionChange.TOLD, sections__anchor__in=anchors
    ).distinct()
    for change in changes.prefetch_related("sections"):
        change.named = _named(change)
        found.setdefault(change.version_id, []).append(change)
    for notice in told:
        notice.changes = found.get(notice.version_id, []) if notice.kind == Notice.Kind.VERSION_ISSUED else []


def _named(change: SectionChange):
    """The section a reader knows it by: as it was, or as it is where it is new."""
    sections = list(change.sections.all())
    return next((one for one in sections if one.version_id != change.version_id), sections[0])
