"""Themes that have been found, ready to receive later comments one at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.core.errors import AnalysisError
from analysis.core.intake.reading import read
from analysis.core.intake.rows import reason_of
from analysis.core.intake.sections import named
from analysis.core.space import encoders
from analysis.core.space.encoders import Encoder
from analysis.core.space.feature_space import Space
from analysis.core.space.vectors import Matrix
from analysis.core.space.vocabulary import Letters, Words
from analysis.core.themes.classifier import Classifier
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.partition import TEMPERATURE, Fit, fit
from analysis.core.types import CommentText, Placement

_FORMAT = 4
#: weight of the themes of a section's earlier comments, times the trust sections have earned
_SECTION_WEIGHT = 1.5
#: share of a run's own texts that stand between two themes by definition
_LOW = 0.05


@dataclass(frozen=True, kw_only=True)
class ThemeModel:
    """The saved model of a run: its space, centroids of themes, texts of campaigns by hash; assigns later comments."""

    encoder: str
    themes: tuple[str, ...]
    space: Space
    #: unit rows, shape (themes, dimensions)
    centroids: Matrix
    #: section → share of its comments in each theme, shape (themes,)
    sections: Mapping[str, Matrix]
    #: hashed fingerprint → (theme, campaign) of texts that belong to a campaign
    campaigns: Mapping[str, tuple[str, str]]
    #: "มาตรา 9" → section, for comments that name one
    numbers: Mapping[str, str] = field(default_factory=dict)
    #: decides in place of the centres when analysts shaped themes
    classifier: Classifier | None = None
    #: lead over the next best theme under which a text of this run stands between two
    low_margin: float = 0.0

    def assign(self, comments: Sequence[CommentText], *, encoder: Encoder | None = None) -> list[Placement]:
        """Place comments into the themes of the run, in the order given.

        `encoder`: in place of the one the run was made with, e.g. one that remembers its vectors.
        What needs other comments to be seen (duplicate_of, unclustered, new campaigns) waits for a run.
        """
        with threadpool_limits(limits=1):
            shown = [comment for comment in comments if not comment.withheld]
            readings = dict(zip((c.id for c in shown), read([c.text for c in shown]), strict=True))
            reasons = {name: reason_of(reading) for name, reading in readings.items()}
            placed = [c for c in shown if reasons[c.id] is None] if self.themes else []
            found: dict[str, Placement] = {}
            if placed:
                texts = [readings[c.id] for c in placed]
                encoder = encoder or encoders.load(self.encoder)
                vectors = encoder.encode([text.topic_text for text in texts])
                sections = [c.section or named(readings[c.id].masked, self.numbers) for c in placed]
                decision = self._decide(self.space.blocks(vectors, texts), sections)
                for place, comment in enumerate(placed):
                    theme = self.themes[decision.theme[place]]
                    known = self.campaigns.get(mark_hash(texts[place].fingerprint))
                    found[comment.id] = Placement(
                        id=comment.id,
                        theme=known[0] if known else theme,
                        reason=None,
                        campaign=known[1] if known else None,
                        confidence=round(float(decision.confidence[place]), 4),
                        margin=round(float(decision.margin[place]) - self.low_margin, 4),
                    )
        return [
            found.get(comment.id)
            or Placement(
                id=comment.id,
                theme=None,
                reason="withheld" if comment.withheld else reasons[comment.id] or "unclustered",
            )
            for comment in comments
        ]

    def calibrated(self, blocks: Matrix, sections: Sequence[str]) -> ThemeModel:
        """The same with a low margin learned from the run's own texts, placed as if they came later."""
        if not len(blocks) or len(self.themes) < 2:
            return self
        margins = self._decide(blocks, sections).margin
        return replace(self, low_margin=float(np.quantile(margins, _LOW)))

    def _decide(self, blocks: Matrix, sections: Sequence[str]) -> Fit:
        if self.classifier:
            return fit(TEMPERATURE * np.log(self.classifier.chances(blocks, sections) + 1e-12))
        nobody = np.zeros(len(self.themes))
        usual = np.array([self.sections.get(section, nobody) for section in sections])
        scores = self.space.place_blocks(blocks, sections) @ self.centroids.T
        return fit(scores + _SECTION_WEIGHT * self.space.trust * usual)

    def to_bytes(self) -> bytes:
        """One npz file: arrays, and a JSON header. No pickle, so it is safe to load."""
        header: dict[str, Any] = {
            "format": _FORMAT,
            "encoder": self.encoder,
            "themes": self.themes,
            "taught_by": self.space.taught_by,
            "widths": self.space.widths,
            "seen": self.space.seen,
            "terms": self.space.words.terms,
            "sections": sorted(self.sections),
            "campaigns": dict(sorted(self.campaigns.items())),
            "numbers": dict(sorted(self.numbers.items())),
            "means": sorted(self.space.means),
            "trust": self.space.trust,
            "low_margin": self.low_margin,
        }
        arrays: dict[str, NDArray[Any]] = {
            "header": np.frombuffer(json.dumps(header, ensure_ascii=True, sort_keys=True).encode(), dtype=np.uint8),
            "idf": self.space.words.idf,
            "word_axes": self.space.words.axes.astype(np.float16),
            "letter_idf": self.space.letters.idf.astype(np.float32),
            "letter_axes": self.space.letters.axes.astype(np.float16),
            "centre": self.space.centre,
            "length_effect": self.space.length_effect,
            "axes": self.space.axes,
            "origin": self.space.origin,
            "centroids": self.centroids,
            "section_means": np.array([self.space.means[name] for name in sorted(self.space.means)]),
            "section_shares": np.array([self.sections[name] for name in sorted(self.sections)]),
        }
        if self.classifier:
            header["known_sections"] = self.classifier.sections
            arrays |= {"weights": self.classifier.weights, "bias": self.classifier.bias}
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> ThemeModel:
        """The model `to_bytes` wrote."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                arrays: dict[str, Any] = {name: file[name] for name in file.files}
            header = json.loads(arrays["header"].tobytes())
        except (OSError, ValueError, KeyError) as error:
            raise AnalysisError("this is not a theme model") from error
        if header.get("format") != _FORMAT:
            raise AnalysisError(f"a theme model of format {header.get('format')!r}; this code reads {_FORMAT}")
        words = Words(terms=tuple(header["terms"]), idf=arrays["idf"], axes=arrays["word_axes"].astype(np.float64))
        letters = Letters(idf=arrays["letter_idf"].astype(np.float64), axes=arrays["letter_axes"].astype(np.float64))
        space = Space(
            words=words,
            letters=letters,
            centre=arrays["centre"],
            length_effect=arrays["length_effect"],
            axes=arrays["axes"],
            origin=arrays["origin"],
            taught_by=header["taught_by"],
            widths=tuple(header["widths"]),
            seen=tuple(header["seen"]),
            means=dict(zip(header["means"], arrays["section_means"], strict=True)),
            trust=header["trust"],
        )
        model = cls(
            encoder=header["encoder"],
            themes=tuple(header["themes"]),
            space=space,
            centroids=arrays["centroids"],
            sections=dict(zip(header["sections"], arrays["section_shares"], strict=True)),
            campaigns={mark: (theme, campaign) for mark, (theme, campaign) in header["campaigns"].items()},
            numbers=header.get("numbers", {}),
            low_margin=header.get("low_margin", 0.0),
        )
        if "known_sections" not in header:
            return model
        known = tuple(header["known_sections"])
        learned = Classifier(weights=arrays["weights"], bias=arrays["bias"], sections=known)
        return replace(model, classifier=learned)
