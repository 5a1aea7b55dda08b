from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .draft import Section


class SectionChange(models.Model):
    """What a version did to one place of the draft, and why (รายการแก้ไข): the effect trail. A row never changes.

    Sections that only kept their wording, number and place have none. ``reason`` and ``theme`` are public, in the agency's words.
    """

    class Kind(models.TextChoices):
        RENUMBERED = "renumbered", _("other number")
        MOVED = "moved", _("stands in another place")
        REWORDED = "reworded", _("other wording")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        REMOVED = "removed", _("taken out of the draft")
        ADDED = "added", _("new section")

    #: What a change of these kinds does is told to those who commented or voted on the section.
    TOLD = (Kind.REWORDED, Kind.SPLIT, Kind.MERGED, Kind.REMOVED)

    version = models.ForeignKey("consult.DraftVersion", on_delete=models.PROTECT, related_name="changes")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    reason = models.TextField(blank=True)
    theme = models.CharField(max_length=255, blank=True, help_text="The title of the theme of comments it answers.")
    sections = models.ManyToManyField(
        "consult.Section", through="ChangedSection", through_fields=("change", "section"), related_name="changes"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="each_change_of_a_version_has_its_own_place"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.get_kind_display()}"


class ChangedSection(models.Model):
    """A section that a change speaks of: of the version itself, as it became, or of the one before, as it was."""

    change = models.ForeignKey(SectionChange, on_delete=models.PROTECT, related_name="changed_sections")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "section"], name="a_change_names_a_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} · {self.section_id}"


class ChangeCause(models.Model):
    """A comment that a change answers: from what somebody said to what it changed, and back."""

    change = models.ForeignKey(SectionChange, on_delete=models.PROTECT, related_name="causes")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, related_name="effects")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "comment"], name="a_change_names_a_comment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} · {self.comment_id}"


def unsettled(*consultations) -> models.QuerySet[Section]:
    """Sections of earlier versions that were taken out of the draft, or split since: comments on them need an answer, or to be put
    on another section."""
    stands = Section.objects.filter(version=OuterRef("version__consultation__draft"), anchor=OuterRef("anchor"))
    split = ChangedSection.objects.filter(
        change__kind=SectionChange.Kind.SPLIT,
        change__version__retraction=None,
        change__version__consultation=OuterRef("version__consultation"),
        change__version__number__gt=OuterRef("version__number"),
        section__anchor=OuterRef("anchor"),
    )
    return Section.objects.filter(~Exists(stands) | Exists(split), version__consultation__in=consultations)
