"""Files whose bytes wait to be deleted."""

from django.db import models


class UnusedFile(models.Model):
    """A file that nothing refers to any more (ไฟล์ที่รอลบ): its bytes go some time later; what was published of it stays on record."""

    path = models.CharField(max_length=255, unique=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name = "file that nothing refers to"

    def __str__(self) -> str:
        return self.path
