"""Votes on the sections of a draft, each shown with the words it was cast on.

A vote hangs on a wording (``IssuedText.ballot_id``). When a section is reworded its new wording starts without votes;
the ones cast on earlier words do not vanish: they are shown beside it with the version those words stood in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models import Consultation, Section, Vote
from ..models.vote import Tally
from .discussion import visible_tally


@dataclass(frozen=True, kw_only=True)
class WordingVotes:
    """The votes on one wording. ``section`` is the row that first had these words, with its version.

    ``tally`` is None where the reader may not see it yet; ``choice`` is the reader's own vote on these words.
    """

    section: Section
    tally: Tally | None
    choice: int | None = None


def with_votes(consultation: Consultation, sections: Sequence[Section], *, reader) -> None:
    """Give sections ``tally`` and ``choice`` for this reader, and ``earlier``: the votes on other words of theirs.

    Two queries; up to three more where the draft was issued more than once.
    """
    ballots = [section.ballot_id for section in sections]
    tallies = Vote.objects.section_tallies(ballots)
    choices = Vote.objects.section_choices(reader, ballots)
    earlier = _earlier(consultation, sections, reader) if consultation.draft.number > 1 else {}
    for section in sections:
        section.choice = choices.get(section.ballot_id)
        section.tally = visible_tally(consultation, tallies.get(section.ballot_id), section.choice)
        section.earlier = [one for one in earlier.get(section.anchor, ()) if one.section.pk != section.ballot_id]


def _earlier(consultation: Consultation, sections: Iterable[Section], reader) -> dict:
    """Anchor → votes on each of its wordings, oldest first; wordings without votes are left out."""
    wordings = _first_rows(consultation).filter(anchor__in={section.anchor for section in sections})
    found: dict = {}
    for one in votes_by_wording(consultation, wordings.defer("text"), reader=reader):
        found.setdefault(one.section.anchor, []).append(one)
    return found


def votes_by_wording(consultation: Consultation, wordings, *, reader=None) -> list[WordingVotes]:
    """Of these first rows of wordings, those that were voted on, oldest first (three queries).

    ``reader`` None is the agency's own look, which sees every tally.
    """
    rows = list(wordings.order_by("version__number", "order"))
    tallies = Vote.objects.section_tallies([row.pk for row in rows])
    rows = [row for row in rows if row.pk in tallies]
    choices = Vote.objects.section_choices(reader, tallies) if reader else {}
    return [
        WordingVotes(
            section=row,
            choice=choices.get(row.pk),
            tally=visible_tally(consultation, tallies[row.pk], choices.get(row.pk)) if reader else tallies[row.pk],
        )
        for row in rows
    ]


def every_wording(consultation: Consultation) -> list[WordingVotes]:
    """Every wording of every section that was voted on, also of sections taken out, for dashboards and exports."""
    return votes_by_wording(consultation, _first_rows(consultation))


def _first_rows(consultation: Consultation):
    """The first row of each wording, which its votes hang on."""
    return Section.objects.filter(version__consultation=consultation, origin=None).select_related("version")


def taken_out(consultation: Consultation) -> list[Section]:
    """Sections of earlier versions that the draft has no more, as they last read (no query for a first version)."""
    if consultation.draft.number == 1:
        return []
    standing = consultation.draft.sections.values("anchor")
    gone = Section.objects.filter(version__consultation=consultation).exclude(anchor__in=standing)
    last = {row.anchor: row for row in gone.select_related("version").defer("text").order_by("version__number")}
    return sorted(last.values(), key=lambda row: (row.version.number, row.order))
