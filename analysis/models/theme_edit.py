from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assignment import REASONS

THEME_NAME_MAX_LENGTH = 120
THEME_TEXT_MAX_LENGTH = 600


class ThemeEditQuerySet(models.QuerySet):
    def with_names(self):
        """Newest first, with who did it and whether it was undone."""
        return self.select_related("by", "reverts", "undone_by").order_by("-pk")

    def shaping(self):
        """Those that change which themes there are and what stands in them: notes are none."""
        return self.exclude(Q(kind__in=ThemeEdit.NOTES) | Q(reverts__kind__in=ThemeEdit.NOTES))


class ThemeEdit(models.Model):
    """What an analyst did to the themes (การแก้ไขประเด็น). A row never changes; undoing is a row of its own.

    ``payload`` holds, as the kind needs: theme, into (ids), name, was, comments (ids), reason, stood (comment → where it
    stood), and theme_label, into_label as they read at the time. What is noted of a theme (``NOTES``) changes no figure and makes no
    run stale: text (a description), comment, start, end, goes_on, words_sha256 (a quotation, whose words are kept nowhere), sentence
    (digest of one of the summary), comments and into (comments that speak of another theme too).
    """

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split off")
        MOVE = "move", _("moved")
        EXCLUDE = "exclude", _("taken out")
        DESCRIBE = "describe", _("described")
        PIN = "pin", _("pinned a quotation")
        CHECK = "check", _("checked a sentence")
        ALSO = "also", _("put beside another theme")
        REVERT = "revert", _("undone")

    NOTES = (Kind.DESCRIBE, Kind.PIN, Kind.CHECK, Kind.ALSO)

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="theme_edits")
    kind = models.CharField(max_length=16, choices=Kind)
    payload = models.JSONField(default=dict)
    reverts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ThemeEditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="revert", reverts__isnull=False) | (~Q(kind="revert") & Q(reverts=None)),
                name="only_undoing_names_another_edit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.get_kind_display()}"

    @property
    def reason_label(self) -> str:
        return str(REASONS.get(self.payload.get("reason"), ""))
