"""Comments whose section a new version would part or join: on which part each is put, suggested to the officer, who decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.anchors.likely import Likely, likely_part
from consult.models import Comment, Consultation, Section

from .impact import Impact, ImpactRow

#: Comments a row of the page shows, the oldest first; the others wait on the page of those that lost their section.
MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class LooseComment:
    """``likely``: its part among those of the row; ``suggested``: the place of that part in the draft."""

    comment: Comment
    likely: Likely | None
    suggested: int | None


def loose_comments(consultation: Consultation, row: ImpactRow) -> tuple[list[LooseComment], int]:
    """Comments that would wait for the agency, those shown and how many there are; none where no part is left to put them on."""
    if not (row.loose and row.after):
        return [], 0
    waiting = Comment.objects.filter(consultation=consultation, section__anchor__in=row.loose)
    waiting = waiting.visible().top_level().unanswered()
    shown = list(waiting.with_author().order_by("pk")[:MOST_SHOWN])
    count = len(shown) if len(shown) < MOST_SHOWN else waiting.count()
    read = Section.objects.in_bulk({one.span.section_id for one in shown if hasattr(one, "span")})
    parts = [section.text for _place, section in row.after]
    found = []
    for comment in shown:
        span = comment.span if hasattr(comment, "span") else None
        old_text = read[span.section_id].text if span else ""
        likely = likely_part(parts, comment.public_text, span and span.as_read, old_text)
        suggested = row.after[likely.part][0] if likely else None
        found.append(LooseComment(comment=comment, likely=likely, suggested=suggested))
    return found, count


def moves_of(posted: Mapping[str, str], impact: Impact, consultation: Consultation) -> dict[int, int]:
    """From the selects of the page: comment → place of the part it is put on. What is no part of the section a comment stands on, or
    not any more since links were mended, is left out."""
    loose = {str(place): (place, row.loose) for row in impact.rows if row.loose for place, _section in row.after}
    asked = {}
    for name in posted:
        number = name.removeprefix("part-")
        if number != name and number.isascii() and number.isdigit() and len(number) < 18 and posted[name] in loose:
            asked[int(number)] = loose[posted[name]]
    stands = Comment.objects.filter(consultation=consultation, pk__in=asked).values_list("pk", "section__anchor")
    anchors = dict(stands) if asked else {}
    return {pk: place for pk, (place, those) in asked.items() if anchors.get(pk) in those}
