"""What changed in drafts after people spoke. It says what came after what, not why: why is for the agency to say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from .models import Comment, DraftVersion, Section


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A wording that replaced an earlier one.

    ``sections``: those of the new wording that read differently, or are new, and that people had commented on before it
    was issued, in the order of the draft. ``comment_count``: visible comments on them until then.
    """

    version: DraftVersion
    sections: Sequence[Section]
    comment_count: int


def latest_revisions(consultations, *, limit: int) -> list[Revision]:
    """Of the wordings people read now, those issued last in place of one that had been commented on, newest first.

    Takes a queryset of consultations. Two queries for each of them, and one.
    """
    current = DraftVersion.objects.filter(pk__in=consultations.values("draft"), number__gt=1)
    current = current.select_related("consultation__agency").order_by("-issued_at", "-pk")
    revisions = [revision(version) for version in current[: 2 * limit]]
    return [one for one in revisions if one.sections][:limit]


def revision(version: DraftVersion) -> Revision:
    """What a version changed of what people had spoken about (two queries)."""
    new = {section.anchor: section for section in version.sections.filter(origin=None).defer("text")}
    spoken = Comment.objects.filter(consultation=version.consultation_id, posted_at__lt=version.issued_at)
    counts = spoken.filter(section__anchor__in=new).counts_by_anchor()
    return Revision(
        version=version,
        sections=[section for anchor, section in new.items() if anchor in counts],
        comment_count=sum(counts.values()),
    )


def reworded_since(comments: Sequence[Comment]) -> dict[int, Section]:
    """Comment id → the section as it reads now, for comments on a section that was reworded after they were written.

    Comments come with their section and consultation (one query).
    """
    read = {comment.pk: (comment.consultation_id, comment.section) for comment in comments if comment.section}
    now = Section.objects.filter(
        version__consultation__draft=F("version"), anchor__in={section.anchor for _, section in read.values()}
    )
    current = {(row.version.consultation_id, row.anchor): row for row in now.select_related("version").defer("text")}
    found = {}
    for pk, (consultation, section) in read.items():
        stands = current.get((consultation, section.anchor))
        if stands and stands.ballot_id != section.ballot_id:
            found[pk] = stands
    return found
