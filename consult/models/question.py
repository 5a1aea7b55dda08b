from django.conf import settings
from django.db import models
from django.db.models import Q

from .issued import IssuedText

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


class Question(IssuedText):
    """Something the agency asks beside the draft (คำถาม).

    Its wording is its text, its options and how many may be chosen. A question without options is answered in words, as
    a comment.
    """

    ISSUE = "questionnaire"

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    options = models.JSONField(default=list, help_text="What may be answered, as a list of strings.")
    most = models.PositiveSmallIntegerField(default=1, help_text="How many options one person may choose.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "anchor"], name="a_question_is_asked_once"),
            models.CheckConstraint(condition=Q(most__gte=1), name="a_question_takes_at_least_one_option"),
        ]

    def __str__(self) -> str:
        return self.text
