"""How hearings were held, measured from the record: for each hearing that ended, and summed for its agency.

Nothing here says what the law asks: what is compared with (least days, parts of a pack, days until a result) are settings, each with
its source in docs/operator.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from ..models import Agency, Comment, Consultation, IssueComment, OfficialReply, Result
from ..models.attachment import DocumentPurpose, attachments_of
from ..models.consultation import ConsultationQuerySet, least_days

#: What is kept of one state of a hearing: the number of its last news is part of the key
CACHE_SECONDS = 24 * 3600
#: Hearings that are counted by one query
_AT_ONCE = 100
#: Everybody who commented, voted or answered, once a hearing
_PEOPLE = """
SELECT hearing, COUNT(*) FROM (
SELECT consultation_id AS hearing, participant_id AS person FROM consult_comment WHERE is_visible AND consultation_id IN ({ids})
UNION SELECT c.consultation_id, v.participant_id FROM consult_vote v JOIN consult_comment c ON c.id = v.comment_id WHERE c.consultation_id IN ({ids})
UNION SELECT d.consultation_id, v.participant_id FROM consult_vote v JOIN consult_section s ON s.id = v.section_id
JOIN consult_draftversion d ON d.id = s.version_id WHERE d.consultation_id IN ({ids})
UNION SELECT n.consultation_id, a.participant_id FROM consult_answer a JOIN consult_question q ON q.id = a.question_id
JOIN consult_questionnaire n ON n.id = q.questionnaire_id WHERE n.consultation_id IN ({ids})
) AS them GROUP BY hearing"""


@dataclass(frozen=True, kw_only=True)
class HearingMeter:
    """One hearing that ended. ``answered``: of its ``comments`` (no replies); ``result_days``: from the end to the first result."""

    hearing: int
    title: str
    agency: str
    agency_slug: str
    ended_at: datetime
    missing_parts: int
    days: int
    least_days: int
    invitations: int
    people: int
    comments: int
    answered: int
    result_days: int | None
    result_is_due: bool

    @property
    def is_complete(self) -> bool:
        return self.missing_parts == 0

    @property
    def is_long_enough(self) -> bool:
        return self.days >= self.least_days

    @property
    def is_in_time(self) -> bool | None:
        """Whether its result came within settings.RESULT_DAYS; None while it may still come, or when nothing was said."""
        if self.result_days is not None:
            return self.result_days <= settings.RESULT_DAYS
        return False if self.result_is_due else None

    def as_row(self) -> dict:
        """Plain values, as they are given away."""
        return asdict(self) | {"ended_at": self.ended_at.isoformat(), "in_time": self.is_in_time}


@dataclass(frozen=True, kw_only=True)
class AgencyMeter:
    """The hearings of one agency together; ``due``: of which a result was due or came."""

    name: str
    slug: str
    hearings: int
    complete: int
    long_enough: int
    invited: int
    people: int
    comments: int
    answered: int
    due: int
    in_time: int


def ended(agency: Agency | None = None) -> list[Consultation]:
    """Hearings anybody reads that are over, the latest first; of one agency, or all."""
    found = Consultation.objects.visible().filter(ConsultationQuerySet.ended_q(timezone.now()))
    if agency:
        found = found.filter(agency=agency)
    return list(found.select_related("agency").order_by("-closes_at", "-pk"))


def measured(hearings: Sequence[Consultation]) -> list[HearingMeter]:
    """Each of them measured, in their order."""
    counts = _counts(hearings)
    first = Result.objects.published().filter(consultation__in=[one.pk for one in hearings])
    told = dict(first.order_by().values_list("consultation").annotate(at=Min("published_at")))
    return [_measured(one, counts[one.pk], told.get(one.pk)) for one in hearings]


def by_agency(measures: Iterable[HearingMeter]) -> list[AgencyMeter]:
    """The agencies of these hearings, by name."""
    groups: dict[tuple[str, str], list[HearingMeter]] = defaultdict(list)
    for one in measures:
        groups[one.agency, one.agency_slug].append(one)
    return [
        AgencyMeter(
            name=name,
            slug=slug,
            hearings=len(own),
            complete=sum(one.is_complete for one in own),
            long_enough=sum(one.is_long_enough for one in own),
            invited=sum(one.invitations > 0 for one in own),
            people=sum(one.people for one in own),
            comments=sum(one.comments for one in own),
            answered=sum(one.answered for one in own),
            due=sum(one.is_in_time is not None for one in own),
            in_time=sum(one.is_in_time is True for one in own),
        )
        for (name, slug), own in sorted(groups.items())
    ]


def _measured(one: Consultation, counts: Mapping[str, int], told: datetime | None) -> HearingMeter:
    lasted = one.ends_at - one.opens_at + timedelta(hours=1)  # a day may end at 23:59
    late = timezone.now() - one.ends_at > timedelta(days=settings.RESULT_DAYS)
    return HearingMeter(
        hearing=one.pk,
        title=one.title,
        agency=one.agency.name,
        agency_slug=one.agency.slug,
        ended_at=one.ends_at,
        missing_parts=len(one.missing()),
        days=lasted // timedelta(days=1),
        least_days=least_days(one.instrument),
        invitations=sum(file.purpose == DocumentPurpose.INVITATION for file in attachments_of(one.pack)),
        result_days=(told - one.ends_at) // timedelta(days=1) if told else None,
        result_is_due=late and counts["comments"] > 0,
        **counts,
    )


def _counts(hearings: Sequence[Consultation]) -> dict[int, dict[str, int]]:
    """Hearing → people, comments and answered ones: kept until something of the hearing changes, else counted, many at once."""
    keys = {f"meter:{one.pk}:{one.live_seq}": one.pk for one in hearings}
    kept = cache.get_many(keys)
    counts = {keys[key]: found for key, found in kept.items()}
    left = [pk for key, pk in keys.items() if key not in kept]
    for start in range(0, len(left), _AT_ONCE):
        counts |= _counted(left[start : start + _AT_ONCE])
    fresh = {key: counts[pk] for key, pk in keys.items() if key not in kept}
    if fresh:
        cache.set_many(fresh, CACHE_SECONDS)
    return counts


def _counted(ids: Collection[int]) -> dict[int, dict[str, int]]:
    replied = OfficialReply.objects.filter(comment=OuterRef("pk"), withdrawn_at=None)
    decided = IssueComment.objects.filter(comment=OuterRef("pk"), issue__public__isnull=False, issue__dropped_at=None)
    said = Comment.objects.filter(consultation__in=ids, parent=None).visible().order_by().values("consultation")
    rows = said.annotate(n=Count("pk"), answered=Count("pk", filter=Q(Exists(replied)) | Q(Exists(decided))))
    counts = {pk: {"people": 0, "comments": 0, "answered": 0} for pk in ids}
    for row in rows:
        counts[row["consultation"]] |= {"comments": row["n"], "answered": row["answered"]}
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(ids))
        cursor.execute(_PEOPLE.format(ids=places), [*ids] * 4)
        for pk, people in cursor.fetchall():
            counts[pk]["people"] = people
    return counts
