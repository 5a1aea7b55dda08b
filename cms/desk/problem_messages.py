"""What is said to an officer about a problem of a draft: one sentence a kind."""

from django.utils.translation import gettext_lazy as _

from cms.drafting import Draft, Problem, ProblemKind, problems

MESSAGES = {
    ProblemKind.DUPLICATE_NUMBER: _("%(number)s stands twice: already on line %(first)s."),
    ProblemKind.MISSING_NUMBERS: _("%(numbers)s is missing before %(before)s."),
    ProblemKind.OUT_OF_ORDER: _("%(number)s stands after %(after)s."),
    ProblemKind.NO_SUCH_SECTION: _("%(section)s speaks of %(number)s, which is not in this draft."),
    ProblemKind.EMPTY_SECTION: _("%(section)s has no text."),
    ProblemKind.READ_AS_TEXT: _(
        "This line begins with %(number)s out of order, so it was read as text of the section above. "
        "To begin a section here, put a name in brackets behind the number, or mend the number."
    ),
    ProblemKind.OPEN_QUOTE: _("The quotation that begins here is never closed with ”."),
    ProblemKind.NOT_PLACED: _("This line belongs to no section: %(text)s"),
}


#: Of what was found in a draft; who mends these sees the next
MOST_SHOWN = 200


#: The words on its line that a problem is about, by their name among its values
_ABOUT = {
    ProblemKind.MISSING_NUMBERS: "before",
    ProblemKind.EMPTY_SECTION: "section",
    ProblemKind.NOT_PLACED: "text",
}


def shown(draft: Draft) -> list[dict]:
    """Line and sentence of what was found in a draft, as pages list it; ``words`` it is about, where they stand on the line as they
    are; ``key``, by which it is the same problem when lines move."""
    return [_shown(one) for one in problems(draft)[:MOST_SHOWN]]


def _shown(problem: Problem) -> dict:
    words = problem.values.get(_ABOUT.get(problem.kind, "number"), "")
    parts = (problem.kind.value, *(value for name, value in sorted(problem.values.items()) if name != "first"))
    return {"line": problem.line, "text": said(problem), "words": words, "key": " ".join(parts)}


def said(problem: Problem) -> str:
    """The sentence about one problem, in the language of the reader."""
    return MESSAGES[problem.kind] % problem.values
