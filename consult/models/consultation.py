import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..errors import ConsultationClosed, ConsultationNotYetOpen, ConsultationWithdrawn

CLOSING_SOON = timedelta(days=7)


class ConsultationQuerySet(models.QuerySet):
    def visible(self):
        """Those the public may read: published and not withdrawn."""
        return self.filter(withdrawn_at=None, draft__isnull=False)

    @staticmethod
    def ended_q(at) -> Q:
        return Q(closes_at__lte=at) | Q(closed_at__lte=at)

    def upcoming(self, at=None):
        return self.filter(opens_at__gt=at or timezone.now(), closed_at=None)

    def open(self, at=None):
        """Those that accept comments and votes at the given moment."""
        at = at or timezone.now()
        return self.filter(opens_at__lte=at).exclude(self.ended_q(at))

    def closed(self, at=None):
        return self.filter(self.ended_q(at or timezone.now()))


class Consultation(models.Model):
    """One hearing on one draft (การรับฟังความคิดเห็น).

    It accepts comments and votes from ``opens_at`` up to, not including, the moment it ends: ``closes_at``, or
    ``closed_at`` when an officer closed it early.
    """

    class PolicyField(models.TextChoices):
        EDUCATION = "education", _("Education")
        HEALTH = "health", _("Health")
        AGRICULTURE = "agriculture", _("Agriculture")
        WELFARE = "welfare", _("Welfare and equity")
        PARTICIPATION = "participation", _("Participation and transparency")
        BUSINESS = "business", _("Small business")

    class Tallies(models.TextChoices):
        """When a citizen sees how others voted."""

        LIVE = "live", _("always, live")
        AFTER_VOTE = "after_vote", _("once the citizen has voted")
        AFTER_CLOSE = "after_close", _("after the consultation closes")

    key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="The publisher's own name for this hearing, so that publishing twice is one hearing.",
    )
    agency = models.ForeignKey("consult.Agency", on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(_("title"), max_length=255)
    policy_field = models.CharField(_("policy field"), max_length=16, choices=PolicyField)
    summary = models.TextField(_("summary in plain language"))
    rationale = models.TextField(_("rationale"))
    affected_groups = models.TextField(_("who is affected"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    tallies = models.CharField(_("vote counts are shown"), max_length=16, choices=Tallies, default=Tallies.LIVE)
    is_demo = models.BooleanField(_("invented demonstration data"), default=False)
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
    closed_at = models.DateTimeField(null=True, editable=False, help_text="Closed early by an officer at this moment.")
    withdrawn_at = models.DateTimeField(null=True, editable=False, help_text="Taken off the public site.")
    live_seq = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Sequence number of the last announced change."
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

    def is_open(self, at=None) -> bool:
        at = at or timezone.now()
        return not self.withdrawn_at and self.opens_at <= at < self.ends_at

    def is_closed(self, at=None) -> bool:
        return (at or timezone.now()) >= self.ends_at

    def closes_soon(self, at=None) -> bool:
        """Open, and for less than a week more."""
        at = at or timezone.now()
        return self.is_open(at) and self.ends_at - at < CLOSING_SOON

    def must_be_open(self, at=None) -> None:
        """Raise the error that says why this consultation takes no comment or vote now, if it does not."""
        at = at or timezone.now()
        if self.withdrawn_at:
            raise ConsultationWithdrawn
        if at < self.opens_at:
            raise ConsultationNotYetOpen
        if self.is_closed(at):
            raise ConsultationClosed

    def shows_tallies_to_all(self, at=None) -> bool:
        """Whether vote counts may go to everyone watching, voter or not."""
        return self.tallies == self.Tallies.LIVE or self.is_closed(at)

    def shows_tallies(self, *, voted: bool, at=None) -> bool:
        """Whether a reader who voted on the matter, or did not, may see how others did."""
        return self.shows_tallies_to_all(at) or (self.tallies == self.Tallies.AFTER_VOTE and voted)
