from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Section(models.Model):
    """One มาตรา or ข้อ of one version, the thing people comment and vote on.

    ``anchor`` is its identity from version to version; ``number`` is only a label.
    ``origin`` is the earlier row whose text this one repeats word for word. Votes hang on the origin, so that they stay
    when another part of the draft changes and do not silently move to a new wording.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="sections")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    anchor = models.UUIDField()
    order = models.PositiveIntegerField()
    chapter_number = models.CharField(max_length=40, blank=True)
    chapter_heading = models.CharField(max_length=255, blank=True)
    unit = models.CharField(max_length=20, blank=True, help_text="มาตรา, ข้อ, or nothing")
    number = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=255, blank=True)
    text = models.TextField(help_text="Paragraphs (วรรค) stand on lines of their own.")
    text_sha256 = models.CharField(max_length=64)

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
    def ballot_id(self) -> int:
        """The row its votes hang on: the first one with this very text."""
        return self.origin_id or self.pk

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")
