import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..errors import ConsultationClosed, ConsultationNotYetOpen, ConsultationWithdrawn
from ..thai.normal_form import search_form
from .derived import Derived
from .facts import Contact, MissingPart, contact, missing_parts, more_policy_fields
from .level import LEAST_LEVELS, default_least_level

CLOSING_SOON = timedelta(days=7)
#: Beyond these a moment is a slip of the year, not a hearing.
LONGEST = timedelta(days=3 * 366)
FARTHEST = timedelta(days=20 * 366)


class PolicyField(models.TextChoices):
    """The six fields of policy of the digital-government plan (ด้าน)."""

    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    AGRICULTURE = "agriculture", _("Agriculture")
    WELFARE = "welfare", _("Welfare and equity")
    PARTICIPATION = "participation", _("Participation and transparency")
    BUSINESS = "business", _("Small business")


class Instrument(models.TextChoices):
    """What kind of text the people are asked about (ประเภทของร่าง)."""

    ACT = "act", _("Act")
    DECREE = "decree", _("royal decree or emergency decree")
    REGULATION = "regulation", _("ministerial regulation or other subordinate rule")
    LOCAL = "local", _("local ordinance")
    POLICY = "policy", _("plan or policy")


class Tallies(models.TextChoices):
    """When a citizen sees how others voted."""

    LIVE = "live", _("always, live")
    AFTER_VOTE = "after_vote", _("once the citizen has voted")
    AFTER_CLOSE = "after_close", _("after the consultation closes")


def policy_fields() -> list[tuple[str, str | Promise]]:
    """The six, and what the operator added (``MORE_POLICY_FIELDS``)."""
    return [*PolicyField.choices, *more_policy_fields()]


def in_thirty_days() -> datetime:
    """A month from now, at the end of the day in Bangkok: a proposal the officer changes."""
    return timezone.localtime().replace(hour=23, minute=59, second=59, microsecond=0) + timedelta(days=30)


def least_days(instrument: str) -> int:
    """For how many days a hearing on such a draft is open at least: a setting, no legal fact (docs/operator.md)."""
    return int(settings.HEARING_LEAST_DAYS.get(instrument, 0))


def lasts_too_short(instrument: str, opens_at: datetime, ends_at: datetime) -> bool:
    """Whether it is open for fewer whole days than the least. An hour is not counted, so that a day may end at 23:59."""
    return (ends_at - opens_at + timedelta(hours=1)) // timedelta(days=1) < least_days(instrument)


class ConsultationFacts(models.Model):
    """What a citizen is told about a hearing beside the draft: declared here once, for the record and for its editor.

    A subclass adds the ``title``. Moments are kept to the second.
    """

    title: str

    instrument = models.CharField(
        _("kind of draft"),
        max_length=16,
        choices=Instrument,
        default=Instrument.ACT,
        help_text=_("How long a hearing lasts at least, and what it has to tell, hang on it."),
    )
    policy_field = models.CharField(_("policy field"), max_length=40, choices=policy_fields)
    summary = models.TextField(
        _("summary in plain language"), help_text=_("What would change, in words anyone understands.")
    )
    pack = models.JSONField(
        default=dict, editable=False, help_text="Facts by name, and attachments: what consult/models/facts.py declares."
    )
    opens_at = models.DateTimeField(_("opens"), default=timezone.now)
    closes_at = models.DateTimeField(
        _("closes"), default=in_thirty_days, help_text=_("From this moment on nothing is accepted.")
    )
    least_to_vote = models.PositiveSmallIntegerField(
        _("who votes"),
        choices=LEAST_LEVELS,
        default=default_least_level,
        help_text=_("Votes are counted and shown apart by how surely each person is known."),
    )
    least_to_answer = models.PositiveSmallIntegerField(
        _("who answers the questions"), choices=LEAST_LEVELS, default=default_least_level
    )
    least_to_comment = models.PositiveSmallIntegerField(
        _("who writes comments and replies"), choices=LEAST_LEVELS, default=default_least_level
    )
    least_age = models.PositiveSmallIntegerField(
        _("least age"),
        default=0,
        validators=[MaxValueValidator(25)],
        help_text=_(
            "Who takes part says once that they are as old as this, or that their parents allow it; 0 asks nobody."
        ),
    )
    moderates_first = models.BooleanField(
        _("a moderator looks at each comment before it is shown"),
        default=False,
        help_text=_(
            "Chosen before the hearing opens. Votes and answers count at once. The result waits until no comment waits to be looked at."
        ),
    )
    tallies = models.CharField(_("vote counts are shown"), max_length=16, choices=Tallies, default=Tallies.LIVE)
    shows_themes = models.BooleanField(
        _("themes and opinion groups are shown to everybody after the end"),
        default=False,
        help_text=_("As analysts read them. The result names the issues in any case."),
    )
    is_demo = models.BooleanField(_("invented demonstration data"), default=False)

    class Meta:
        abstract = True

    def facts(self) -> dict:
        """Field → value of everything that is told, the title included; moments to the second."""
        told = {name: getattr(self, name) for name in FACTS}
        return {name: value.replace(microsecond=0) if name in MOMENTS else value for name, value in told.items()}

    @property
    def contact(self) -> Contact:
        """Whom to ask about the hearing."""
        return contact(self.pack)

    def missing(self) -> list[MissingPart]:
        """What a hearing on this kind of draft has to tell and this one does not."""
        return missing_parts(self.instrument, self.pack)

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The closing time must be after the opening time.")})
        if self.opens_at and self.closes_at and self.closes_at - self.opens_at > LONGEST:
            raise ValidationError({"closes_at": _("A hearing of more than three years: please check the year.")})
        if self.opens_at and abs(self.opens_at - timezone.now()) > FARTHEST:
            raise ValidationError({"opens_at": _("More than twenty years away: please check the year.")})


MOMENTS = ("opens_at", "closes_at")
FACTS = ("title", *(field.name for field in ConsultationFacts._meta.local_fields))


class ConsultationQuerySet(models.QuerySet):
    """``open``, ``upcoming``, ``closed`` and ``visible`` say of rows what ``Consultation.state`` says of one of them."""

    def visible(self):
        """Consultations the public may read: published and not withdrawn."""
        return self.filter(withdrawn_at=None, draft__isnull=False)

    @staticmethod
    def ended_q(at) -> Q:
        return Q(closes_at__lte=at) | Q(closed_at__isnull=False, closed_at__lte=at)

    def upcoming(self, at=None):
        """Consultations that have not opened yet."""
        at = at or timezone.now()
        return self.filter(withdrawn_at=None, opens_at__gt=at).exclude(self.ended_q(at))

    def open(self, at=None):
        """Consultations that accept comments and votes at the given moment."""
        at = at or timezone.now()
        return self.filter(withdrawn_at=None, opens_at__lte=at).exclude(self.ended_q(at))

    def closed(self, at=None):
        """Consultations that ended, by the clock or by an officer."""
        return self.filter(self.ended_q(at or timezone.now()), withdrawn_at=None)


class Consultation(ConsultationFacts):
    """One hearing on one draft (การรับฟังความคิดเห็น).

    It accepts comments and votes from ``opens_at`` up to, not including, the moment it ends: ``closes_at``, or
    ``closed_at`` when an officer closed it early.
    """

    Instrument = Instrument
    PolicyField = PolicyField
    Tallies = Tallies

    class State(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn")
        UPCOMING = "upcoming", _("Opening soon")
        OPEN = "open", _("Open now")
        CLOSED = "closed", _("Closed")

    key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="The publisher's own name for this hearing, so that publishing twice is one hearing.",
    )
    agency = models.ForeignKey("consult.Agency", on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(_("title"), max_length=255)
    draft = models.ForeignKey(
        "consult.DraftVersion",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The version citizens read now.",
    )
    questionnaire = models.ForeignKey(
        "consult.Questionnaire",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The questions asked now.",
    )
    follows = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="followed_by",
        help_text="The round before, in which an earlier text of the same draft was heard.",
    )
    first_round = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="+", help_text="Of the same draft."
    )
    closed_at = models.DateTimeField(null=True, editable=False, help_text="Closed early by an officer at this moment.")
    withdrawn_at = models.DateTimeField(null=True, editable=False, help_text="Taken off the public site.")
    live_seq = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Sequence number of the last announced change."
    )

    search_text = Derived(
        of=lambda told: search_form(f"{told.title}\n{told.summary}\n{told.pack.get('affected_groups', '')}")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="consultation_closes_after_it_opens"),
        ]
        indexes = [models.Index(fields=["closes_at"], name="consultation_by_closing")]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self):
        """The moment from which nothing is accepted any more."""
        return min(self.closes_at, self.closed_at) if self.closed_at else self.closes_at

    def is_followed(self) -> bool:
        """Whether a later round of the same draft is on record."""
        return Consultation.objects.filter(follows=self).exists()

    def rounds(self) -> ConsultationQuerySet:
        """All hearings of the same draft that were put to the people, this one and withdrawn ones included."""
        return rounds_of(self.first_round_id or self.pk)

    def state(self, at=None) -> "Consultation.State":
        """Where the hearing stands at the given moment; everything about opening and closing is asked of this."""
        at = at or timezone.now()
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if at >= self.ends_at:
            return self.State.CLOSED
        return self.State.OPEN if at >= self.opens_at else self.State.UPCOMING

    def is_open(self, at=None) -> bool:
        return self.state(at) == self.State.OPEN

    def has_opened(self, at=None) -> bool:
        """Whether comments and votes could have come in by now."""
        return (at or timezone.now()) >= self.opens_at

    def is_closed(self, at=None) -> bool:
        return self.state(at) == self.State.CLOSED

    def closes_soon(self, at=None) -> bool:
        """Open, and for less than a week more."""
        at = at or timezone.now()
        return self.is_open(at) and self.ends_at - at < CLOSING_SOON

    def must_be_open(self, at=None) -> None:
        """Raise the error that says why this consultation takes no comment or vote now, if it does not."""
        refusals = {
            self.State.WITHDRAWN: ConsultationWithdrawn,
            self.State.UPCOMING: ConsultationNotYetOpen,
            self.State.CLOSED: ConsultationClosed,
        }
        if refusal := refusals.get(self.state(at)):
            raise refusal

    def shows_tallies_to_all(self, at=None) -> bool:
        """Whether vote counts may go to everyone watching, voter or not."""
        return self.tallies == self.Tallies.LIVE or (at or timezone.now()) >= self.ends_at

    def shows_tallies(self, *, voted: bool, at=None) -> bool:
        """Whether a reader who voted on the matter, or did not, may see how others did."""
        return self.shows_tallies_to_all(at) or (self.tallies == self.Tallies.AFTER_VOTE and voted)


def rounds_of(first: int) -> ConsultationQuerySet:
    """All hearings of a draft that were put to the people, by the id of the first one."""
    return Consultation.objects.filter(Q(pk=first) | Q(first_round=first), draft__isnull=False)
