from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from consult.models import Comment

from .assignment import Assignment
from .run import AnalysisRun


class RunFreezeQuerySet(models.QuerySet):
    def standing(self, consultation_id: int) -> "RunFreeze | None":
        """The freeze that holds for a hearing, or None."""
        last = self.filter(consultation=consultation_id).order_by("-pk").select_related("by").first()
        return last if last and last.run_id else None

    def frozen_hearings(self) -> list[int]:
        """Ids of the hearings for which a freeze holds."""
        last = self.model.objects.filter(consultation=OuterRef("consultation")).order_by("-pk").values("pk")[:1]
        standing = self.filter(pk=Subquery(last), run__isnull=False)
        return list(standing.values_list("consultation", flat=True))


class RunFreeze(models.Model):
    """That a run is the basis of the result of its hearing from then on (ตรึงผลการวิเคราะห์).

    A row never changes; a freeze ends with a row without a run. While it holds the run is the one everybody reads, its themes stay as
    analysts left them at ``last_edit``, no run is made by the timetable, and later comments are placed in no theme but listed apart.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="freezes")
    run = models.ForeignKey(AnalysisRun, on_delete=models.PROTECT, null=True, related_name="freezes")
    last_edit = models.PositiveBigIntegerField(default=0, help_text="Id of the last edit of themes laid over the run.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = RunFreezeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.run_id or 'none'}"


def later_comments(run: AnalysisRun) -> models.QuerySet[Comment]:
    """Comments of the hearing that a run did not read: posted or brought in since, hidden ones among them."""
    read = Assignment.objects.filter(run=run.pk, comment=OuterRef("pk"), incremental=False)
    return Comment.objects.filter(~Exists(read), consultation=run.consultation_id)
