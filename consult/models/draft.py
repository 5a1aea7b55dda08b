from itertools import accumulate

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..thai.normal_form import search_form
from .derived import Derived
from .issued import IssuedText


class DraftVersion(models.Model):
    """The draft as it was put to the people, once and for all (ร่างกฎหมาย ฉบับที่ n).

    A row never changes (the database refuses); a new wording is a new version.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    preamble = models.TextField(blank=True)
    content_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="each_version_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.number}"

    @property
    def is_retracted(self) -> bool:
        """Whether it was issued by mistake and taken back (one query, then kept)."""
        return hasattr(self, "retraction")


class VersionRetraction(models.Model):
    """A version was issued by mistake and taken back (การเพิกถอนร่าง): it stays readable, marked. A row never changes."""

    version = models.OneToOneField(DraftVersion, on_delete=models.PROTECT, related_name="retraction")
    reason = models.TextField(help_text="Public, in the agency's words.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} · {self.at:%Y-%m-%d}"


class Section(IssuedText):
    """One มาตรา or ข้อ of one version, the thing people comment and vote on.

    Its wording is its heading and text; number, chapter and the plain summary may change without another wording.
    """

    ISSUE = "version"

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="sections")
    chapter_number = models.CharField(max_length=40, blank=True)
    chapter_heading = models.CharField(
        max_length=1000, blank=True, help_text="Of a chapter inside others: all of them, outermost first."
    )
    unit = models.CharField(max_length=20, blank=True, help_text="มาตรา, ข้อ, or nothing")
    number = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=500, blank=True)
    plain_summary = models.CharField(max_length=300, blank=True, help_text="What it means, in a plain sentence.")
    text = models.TextField(help_text="Paragraphs (วรรค) stand on lines of their own.")
    search_text = Derived(of=lambda section: search_form(f"{section.heading}\n{section.text}"))

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="an_anchor_stands_once_in_a_version"),
            models.UniqueConstraint(fields=["version", "order"], name="each_place_in_a_version_is_taken_once"),
        ]
        indexes = [models.Index(fields=["anchor"], name="section_by_anchor")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people call it: ``มาตรา ๕``, or its heading where it has no number."""
        return " ".join(filter(None, [self.unit, self.number])) or self.heading or str(_("Untitled section"))

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")

    @property
    def placed_paragraphs(self) -> list[tuple[int, str]]:
        """The paragraphs, each with its place in the text, in code points."""
        starts = accumulate((len(paragraph) + 1 for paragraph in self.paragraphs), initial=0)
        return list(zip(starts, self.paragraphs, strict=False))
