"""Issues as pages show them: with their sections, how many comments stand in each, and which of them one reader wrote."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, F, Q

from ..models import Consultation, Issue, IssueComment, IssueRevision, Section, User
from ..models.prepared import PreparedForIds


def public_issues(consultation: Consultation) -> list[Issue]:
    """What everybody reads, in the order of their numbers, each with ``comment_count`` and ``sections`` (two queries)."""
    issues = list(Issue.objects.public().filter(consultation=consultation).with_counts())
    with_sections(consultation, [issue.public for issue in issues])
    return issues


def written_issues(consultation: Consultation) -> list[IssueRevision]:
    """The latest words of every issue that stands, each with its ``issue`` and its ``comment_count`` (one query)."""
    members = Count("issue__members", filter=Q(issue__members__comment__is_visible=True))
    standing = IssueRevision.objects.filter(
        issue__consultation=consultation, issue__dropped_at=None, number=F("issue__revision")
    )
    return list(standing.annotate(comment_count=members).select_related("issue", "by").order_by("issue__number"))


def decisions(consultation: Consultation) -> list[tuple[str, int]]:
    """How many public issues were decided in each way, in the order of the decisions (one query)."""
    rows = Issue.objects.public().filter(consultation=consultation).order_by()
    counts = Counter(rows.values_list("public__decision", flat=True))
    return [(label, counts[value]) for value, label in IssueRevision.Decision.choices if counts[value]]


def with_sections(consultation: Consultation, revisions: Sequence[IssueRevision]) -> None:
    """Give revisions ``sections``: those they are about that still stand in the draft, in its order."""
    anchors = {anchor for revision in revisions for anchor in revision.anchors}
    rows = (
        Section.objects.filter(version=consultation.draft_id, anchor__in=anchors).order_by("order") if anchors else ()
    )
    known = [(str(section.anchor), section) for section in rows]
    for revision in revisions:
        revision.sections = [section for anchor, section in known if anchor in revision.anchors]


_OF_COMMENTS = PreparedForIds(
    lambda ids: (
        IssueComment.objects.filter(comment__in=ids, issue__dropped_at=None, issue__public__isnull=False)
        .select_related("issue__public")
        .order_by("issue__number")
    )
)


def issues_of_comments(comments: Iterable[int]) -> dict[int, list[Issue]]:
    """The public issues each of these comments stands in (one query)."""
    found: dict[int, list[Issue]] = defaultdict(list)
    for row in _OF_COMMENTS.models(list(comments)):
        found[row.comment_id].append(row.issue)
    return found


def own_numbers(consultation: Consultation, reader: User) -> set[int]:
    """Numbers of the public issues that a comment of this reader stands in."""
    if not reader.is_authenticated:
        return set()
    rows = IssueComment.objects.filter(
        issue__consultation=consultation,
        issue__dropped_at=None,
        issue__public__isnull=False,
        comment__participant__account=reader,
    )
    return set(rows.values_list("issue__number", flat=True))
