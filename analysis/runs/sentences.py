"""Sentences of a comment that may stand alone, for an analyst to choose from."""

from consult.models import Comment


def sentences_of(comment: Comment) -> list[tuple[int, int]]:
    """Stretches of the public text (start, end), in order: every clause, as far as it has to reach so that its meaning stays."""
    from ..core.intake.reading import clauses
    from ..core.report.limits import stretch
    from ..core.report.quotes import LONGEST

    text = comment.public_text
    found = {stretch(text, start, end, longest=LONGEST) for start, end in clauses(text)}
    whole = (len(text) - len(text.lstrip()), len(text.rstrip()))
    if 0 < whole[1] - whole[0] <= LONGEST:
        found.add(whole)
    return sorted(one for one in found if one and text[slice(*one)].strip())
