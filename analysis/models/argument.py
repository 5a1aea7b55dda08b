from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consult.models import Comment


class ArgumentQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody took back, with the comment each is a sentence of."""
        return self.filter(dropped_at=None).select_related("comment", "by")

    def with_counts(self):
        """The same with ``people`` and ``members``: who stands behind it as analysts confirmed, and ``judged``: the comments looked
        at. Hidden comments are left out at once."""
        judged = Q(verdicts__comment__is_visible=True)
        confirmed = judged & Q(verdicts__belongs=True)
        return self.annotate(
            people=Count("verdicts__comment__participant", filter=confirmed, distinct=True),
            members=Count("verdicts", filter=confirmed, distinct=True),
            judged=Count("verdicts", filter=judged, distinct=True),
        )


class Argument(models.Model):
    """A sentence of a comment that an analyst chose to stand for what several people say (ข้อสำคัญ).

    It keeps no words: only which stretch of the public text of a comment it is, and a digest, so that what is hidden, masked
    again or erased is shown nowhere. It stands in the theme in which its comment stands, whatever run is read. Who stands behind it
    is what analysts confirmed (``ArgumentVerdict``). ``version`` counts its changes: whoever changes it says which one was seen.
    """

    class Kind(models.TextChoices):
        FOR = "for", _("for the draft")
        AGAINST = "against", _("against the draft")
        ASK = "ask", _("a request")
        QUESTION = "question", _("a question")

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="arguments")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="arguments")
    start = models.PositiveIntegerField(help_text="Of the stretch in the public text, in code points")
    end = models.PositiveIntegerField(help_text="Behind its last code point")
    goes_on = models.BooleanField(default=False, help_text="A reason follows that is left out: shown as …")
    words_sha256 = models.CharField(
        max_length=64, help_text="Of the stretch, so that other words never stand in its place"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, help_text="When an analyst took it back; empty while it stands")

    objects = ArgumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "start", "end"],
                condition=Q(dropped_at=None),
                name="a_sentence_is_one_argument",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="an_argument_says_something"),
        ]
        indexes = [
            models.Index(fields=["consultation"], condition=Q(dropped_at=None), name="arguments_that_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.comment_id}"

    @property
    def words(self) -> str:
        """The sentence as it may be shown now; empty when its comment was hidden or reads differently since."""
        comment: Comment = self.comment
        said = comment.public_text[self.start : self.end]
        return said if comment.is_visible and digest(said) == self.words_sha256 else ""


def digest(words: str) -> str:
    """What is kept of a sentence in place of its words."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


class ArgumentVerdict(models.Model):
    """Whether a comment stands behind an argument, as an analyst judged (คำตัดสินว่าความคิดเห็นอยู่ในข้อสำคัญ).

    One a comment and argument: who judges otherwise takes the first one back, which stays in the audit trail.
    """

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="verdicts")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="verdicts")
    belongs = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["argument", "comment"], name="a_comment_is_judged_once_an_argument"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {'∈' if self.belongs else '∉'} {self.argument_id}"


class SecondVerdict(models.Model):
    """What another analyst judged of a comment and an argument without being told the first verdict (คำตัดสินซ้ำ).

    It changes no count: how far two analysts agree is measured with it (analysis/runs/agreement.py). The first answer of each stands.
    """

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="second_verdicts")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="second_verdicts")
    belongs = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["argument", "comment", "by"], name="each_analyst_judges_a_comment_again_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {'∈' if self.belongs else '∉'} {self.argument_id} ({self.by_id})"


def in_no_argument(comments: models.QuerySet[Comment]) -> models.QuerySet[Comment]:
    """Of these comments, those confirmed behind no argument that stands."""
    behind = ArgumentVerdict.objects.filter(comment=OuterRef("pk"), belongs=True, argument__dropped_at=None)
    return comments.filter(~Exists(behind))
