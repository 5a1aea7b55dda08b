from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from .comment import Comment

TITLE_MAX_LENGTH = 200


class IssueQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody took away."""
        return self.filter(dropped_at=None)

    def public(self):
        """What everybody reads: approved by a second person, and not taken away."""
        return self.standing().filter(public__isnull=False).select_related("public__approval")

    def with_counts(self):
        """With ``comment_count``: the comments in it that anybody may read."""
        return self.annotate(comment_count=Count("members", filter=Q(members__comment__is_visible=True)))


class Issue(models.Model):
    """What several people raised in a hearing, and what the agency decided about it (ประเด็นชี้แจง).

    Constitution section 77 has the state use what it hears; the summary answers issue by issue, with what is used, what is not,
    and why (King Prajadhipok's Institute, handbook of hearings under section 77, p. 80). The words stand in revisions: ``revision``
    is the number of the latest, ``public`` the one that a second person approved and everybody reads.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(help_text="Of the hearing: 1 is the first; never given twice.")
    revision = models.PositiveIntegerField(default=1)
    public = models.ForeignKey("consult.IssueRevision", on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    drop_reason = models.TextField(blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="each_issue_of_a_hearing_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.number}"

    @classmethod
    def next_number(cls, consultation) -> int:
        return (cls.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"] or 0) + 1

    def latest(self) -> "IssueRevision":
        revision: IssueRevision = self.revisions.select_related("by", "approval__by").get(number=self.revision)
        return revision

    def comments(self) -> models.QuerySet[Comment]:
        """What stands in it and anybody may read, oldest first."""
        return Comment.objects.filter(in_issues__issue=self).visible().order_by("pk")


class IssueRevision(models.Model):
    """The words of an issue as somebody wrote them, personal data masked. A row never changes; the next words are the next row."""

    class Decision(models.TextChoices):
        OPEN = "", _("not decided yet")
        ACCEPTED = "accepted", _("accepted")
        IN_PART = "in_part", _("accepted in part")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        NOTED = "noted", _("noted for other work")

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_MAX_LENGTH)
    said = models.TextField(blank=True, help_text="What people said of it.")
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    reason = models.TextField(blank=True, help_text="Why the agency decided so.")
    effect = models.TextField(blank=True, help_text="What it changes in the draft, or beside it.")
    anchors = models.JSONField(default=list, help_text="Of the sections it is about.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    WORDS = ("title", "said", "decision", "reason", "effect", "anchors")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="each_revision_of_an_issue_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} · {self.number}"

    @property
    def is_decided(self) -> bool:
        return bool(self.decision and self.reason)

    def words(self) -> dict:
        return {name: getattr(self, name) for name in self.WORDS}


class IssueApproval(models.Model):
    """That a second person approved a revision, which everybody has read since. A row never changes."""

    revision = models.OneToOneField(IssueRevision, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.revision)


class IssueComment(models.Model):
    """That a comment stands in an issue: its author is answered by the agency's decision."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="members")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="in_issues")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "comment"], name="a_comment_stands_in_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} ∈ {self.issue_id}"
