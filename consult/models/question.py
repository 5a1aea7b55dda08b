from django.conf import settings
from django.db import models
from django.db.models import Q

MOST_OPTIONS = 20


class Questionnaire(models.Model):
    """The questions as they were put to the people, once and for all (ชุดคำถาม). A change makes another one."""

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="questionnaires")
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="each_questionnaire_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.number}"


class Question(models.Model):
    """Something the agency asks beside the draft (คำถาม).

    ``anchor`` is its identity from questionnaire to questionnaire; ``origin`` is the earlier row that asked the same, word
    for word, with the same options. Answers hang on the origin, so that they stay when another question changes and do
    not silently move to another wording. A question without options is answered in words, as a comment.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="questions")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    anchor = models.UUIDField()
    order = models.PositiveIntegerField()
    text = models.TextField()
    options = models.JSONField(default=list, help_text="What may be answered, as a list of strings.")
    most = models.PositiveSmallIntegerField(default=1, help_text="How many options one person may choose.")
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "anchor"], name="a_question_is_asked_once"),
            models.CheckConstraint(condition=Q(most__gte=1), name="a_question_takes_at_least_one_option"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ballot_id(self) -> int:
        """The row its answers hang on: the first one that asked this very thing."""
        return self.origin_id or self.pk
