from django.db import models


class Embedding(models.Model):
    """A text as a vector of one model, computed once. Holds no text and nobody's id; an old model's are forgotten."""

    text_sha256 = models.CharField(max_length=64, help_text="Of the text the encoder reads: words without stance")
    encoder = models.CharField(max_length=64, help_text="Name and version of the model")
    vector = models.BinaryField(help_text="Little-endian 32-bit floats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_sha256", "encoder"], name="a_text_is_embedded_once")]

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_sha256[:12]}"
