"""A published result as files to take along. Their bytes are stored under their hash."""

from django.db import models

from .result import Result


class ResultFile(models.Model):
    """The PDF or the Word file of a published result, made once by a worker.

    ``shown``: digest of the words it was made from (`consult.report.shown_digest`). When words of a citizen leave the record, the result
    reads otherwise and has another digest; then another file is made, and this one goes with its bytes.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    shown = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, help_text="Of the bytes.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "kind", "shown"], name="a_result_has_one_file_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> str:
        """Where its bytes are stored, below MEDIA_ROOT."""
        return f"results/{self.sha256}.{self.kind}"

    @property
    def file_name(self) -> str:
        """What a reader's machine calls it."""
        return f"result-{self.result.consultation_id}-{self.result.number}.{self.kind}"
