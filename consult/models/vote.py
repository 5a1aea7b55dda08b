from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import VoteQuerySet


class Vote(models.Model):
    """One person's position on one section or one comment (เห็นด้วย / ไม่เห็นด้วย / ไม่แน่ใจ); changeable until closing."""

    class Choice(models.IntegerChoices):
        AGREE = 1, _("Agree")
        UNSURE = 0, _("Unsure")
        DISAGREE = -1, _("Disagree")

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="votes")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, null=True, related_name="votes")
    choice = models.SmallIntegerField(choices=Choice)
    cast_at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, comment__isnull=True)
                | Q(section__isnull=True, comment__isnull=False),
                name="a_vote_is_on_a_section_or_on_a_comment",
            ),
            models.CheckConstraint(condition=Q(choice__in=[-1, 0, 1]), name="a_vote_is_agree_unsure_or_disagree"),
            models.UniqueConstraint(fields=["section", "voter"], name="one_vote_per_person_per_section"),
            models.UniqueConstraint(fields=["comment", "voter"], name="one_vote_per_person_per_comment"),
        ]
        indexes = [
            models.Index(fields=["section", "choice"], name="section_votes_by_choice"),
            models.Index(fields=["comment", "choice"], name="comment_votes_by_choice"),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
