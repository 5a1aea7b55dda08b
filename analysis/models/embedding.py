from collections.abc import Iterable
from hashlib import sha256

from django.db import models

#: hashes looked up in one query
LOOKED_UP = 500
#: numpy's name of the numbers in a vector
STORED_AS = "<f4"


class EmbeddingQuerySet(models.QuerySet):
    def known(self, encoder: str, marks: Iterable[str]) -> dict[str, bytes]:
        """Mark (``embedding_mark``) → vector, of the texts that were embedded by this model already."""
        found: dict[str, bytes] = {}
        asked = sorted(set(marks))
        for start in range(0, len(asked), LOOKED_UP):
            rows = self.filter(encoder=encoder, text_sha256__in=asked[start : start + LOOKED_UP])
            found |= {mark: bytes(vector) for mark, vector in rows.values_list("text_sha256", "vector")}
        return found


def embedding_mark(text: str) -> str:
    """Under what the vector of a text is kept."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Embedding(models.Model):
    """A text as a vector of one model, computed once. Holds no text and nobody's id; an old model's are forgotten."""

    text_sha256 = models.CharField(max_length=64, help_text="Of the text the encoder reads: words without stance")
    encoder = models.CharField(max_length=64, help_text="Name and version of the model")
    vector = models.BinaryField(help_text="Little-endian 32-bit floats")

    objects = EmbeddingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_sha256", "encoder"], name="a_text_is_embedded_once")]

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_sha256[:12]}"
