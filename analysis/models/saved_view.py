from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.models.prepared import Prepared

VIEW_NAME_MAX_LENGTH = 80


class SavedViewQuerySet(models.QuerySet):
    def seen_by(self, person: int, consultation: int) -> "list[SavedView]":
        """Views of a hearing that somebody kept and those that colleagues share, in the order they were kept (one query)."""
        return _SEEN.models(consultation, person)


class SavedView(models.Model):
    """Filters of the table of comments under a name (มุมมองที่บันทึกไว้): own ones, or shared with the analysts of the hearing.

    ``query`` is the end of an address. What it names may be gone with a later run; the table then says so, as of any address.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="saved_views")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=VIEW_NAME_MAX_LENGTH)
    query = models.TextField(blank=True, help_text="The filters as they stand in the address")
    at = models.DateTimeField(auto_now_add=True)
    shared_at = models.DateTimeField(null=True, help_text="Empty: whoever kept it sees it alone")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "by", "name"], name="a_view_of_a_hearing_has_a_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_kept_by(self, person) -> bool:
        """Whether somebody may rename it and take it away: an own one, or one that analysts share."""
        return self.by_id == person.pk or self.shared_at is not None


_SEEN = Prepared(
    lambda hearing, person: (
        SavedView.objects.filter(consultation=hearing)
        .filter(Q(by=person) | Q(shared_at__isnull=False))
        .select_related("by")
        .order_by("pk")
    ),
    2,
)
