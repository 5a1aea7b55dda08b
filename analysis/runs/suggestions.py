"""Which comments of a theme may stand behind an argument, likest first, for an analyst to confirm.

Likeness counts for nothing by itself: two encoders tell "the same argument" from "another argument of the theme" with an AUC of .69
(docs/analysis.md), so a suggestion is a place in a queue and nothing more.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.cache import cache

from consult.models import Comment

from ..models import Argument, Embedding
from ..models.embedding import STORED_AS, embedding_mark
from . import inputs
from .current import CACHE_SECONDS, CurrentRun
from .theme_model import theme_model

if TYPE_CHECKING:
    from ..core.space.vectors import Matrix

#: comments of a theme that are compared, the newest of larger ones; the rest of a large theme is found in the table
MOST = 1_000
#: comments that are called like another
LIKEST = 50
#: how much a refused comment says against those like it, beside what a confirmed one says for them
_REFUSED = 0.5
#: what the same button pressed adds
_SAME_POSITION = 0.1
_POSITIONS = {"agree": 1.0, "disagree": -1.0}


def suggestions(current: CurrentRun, argument: Argument, theme: str) -> list[int]:
    """Visible comments of the theme that nobody judged for this argument, likest first; ties by id."""
    import numpy as np

    rows = current.in_theme(current.comments(), theme).order_by("-pk").values_list("pk", "public_text", "stance")[:MOST]
    judged = dict(argument.verdicts.values_list("comment", "belongs"))
    texts = {pk: text for pk, text, _stance in rows}
    # one the analysts judged before it left the theme still says what belongs together
    missing = [pk for pk in judged if pk not in texts]
    texts |= dict(current.comments().filter(pk__in=missing).values_list("pk", "public_text"))
    if not texts:
        return []
    ids = sorted(texts)
    row_of = {pk: row for row, pk in enumerate(ids)}
    places = _places(current, ids, [texts[pk] for pk in ids])
    worth = np.zeros(len(ids))
    for belongs, weight in ((True, 1.0), (False, -_REFUSED)):
        few = [row_of[pk] for pk, verdict in judged.items() if verdict is belongs and pk in row_of]
        if few:
            worth += weight * (places @ places[few].T).mean(axis=1)
    own = argument.comment.stance
    open_ones = [(pk, stance) for pk, _text, stance in rows if pk not in judged]
    return [
        pk
        for pk, _stance in sorted(
            open_ones,
            key=lambda one: (-round(float(worth[row_of[one[0]]]) + _nearness(own, one[1]), 6), one[0]),
        )
    ]


def likest(current: CurrentRun, comment: Comment) -> list[int]:
    """The comment, and those of its theme (or set aside for its reason) that are likest to it, among the newest; ties by id."""
    place = current.place_of(comment)
    theme = place.theme or f"reason:{place.reason}"
    if not current.exists or not (place.theme or place.reason):
        return [comment.pk]
    rows = current.in_theme(current.comments(), theme).order_by("-pk").values_list("pk", "public_text")[:MOST]
    texts = dict(rows) | {comment.pk: comment.public_text}
    ids = sorted(texts)
    places = _places(current, ids, [texts[pk] for pk in ids])
    worth = places @ places[ids.index(comment.pk)]
    ranked = sorted(zip(ids, worth.tolist(), strict=True), key=lambda one: (-round(one[1], 6), one[0]))
    return [comment.pk, *(pk for pk, _worth in ranked if pk != comment.pk)][: LIKEST + 1]


def _nearness(own: str, other: str) -> float:
    return -_SAME_POSITION * abs(_POSITIONS.get(own, 0.0) - _POSITIONS.get(other, 0.0)) / 2


def _places(current: CurrentRun, ids: list[int], texts: list[str]) -> "Matrix":
    """Unit rows, one a comment, centred on the theme; computed once for the same comments and words."""
    import numpy as np

    read = f"{inputs.code_version()} {current.run.pk} {current.run.input_sha256} {list(zip(ids, texts, strict=True))}"
    key = f"likeness:{sha256(read.encode('utf-8', 'surrogatepass')).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        places = _computed(current, texts)
        cache.set(key, b64encode(places.astype(np.float16).tobytes()).decode(), CACHE_SECONDS)
        return places
    return np.frombuffer(b64decode(kept), dtype=np.float16).astype(np.float64).reshape(len(ids), -1)


def _computed(current: CurrentRun, texts: list[str]) -> "Matrix":
    """Places by the run's own vectors and terms. Texts that no worker has embedded yet are told by their words alone."""
    import numpy as np

    from ..core.intake.reading import read
    from ..core.space.encoders import full_name
    from ..core.space.vectors import unit_rows

    model = theme_model(current.run.pk)
    readings = list(read(texts))
    width = sum(model.space.widths[:-2])
    vectors = np.tile(model.space.centre.astype(np.float32), (len(texts), 1))
    marks = [embedding_mark(reading.topic_text) for reading in readings]
    stored = Embedding.objects.known(full_name(model.encoder), marks) if width else {}
    for row, mark in enumerate(marks):
        if mark in stored:
            vectors[row] = np.frombuffer(stored[mark], dtype=STORED_AS)
    blocks = model.space.blocks(vectors, readings)
    blocks[[row for row, mark in enumerate(marks) if mark not in stored], :width] = 0
    centred = blocks - blocks.mean(axis=0)
    return _few_dimensions(unit_rows(centred))


def _few_dimensions(places: "Matrix", most: int = 64) -> "Matrix":
    """The same likenesses, nearly, in few numbers a comment: principal axes, unit rows."""
    import numpy as np

    from ..core.space.vectors import unit_rows

    if min(places.shape) <= most:
        return places
    _left, _weights, axes = np.linalg.svd(places, full_matrices=False)
    return unit_rows(places @ axes[:most].T)
