"""The words behind what the opinion groups of a run voted on."""

from typing import Any

from django.utils.translation import gettext as _

from consult.models import Comment, Consultation, Section

_SECTION = "section:"


def statements(groups: dict[str, Any] | None, consultation: Consultation) -> dict[str, str]:
    """Statement id → what it says: a visible comment, or a section's label, with its version where other words stand now."""
    ids = _mentioned(groups or {})
    comments = Comment.objects.visible().filter(
        consultation=consultation, pk__in=[int(name) for name in ids if name.isdigit()]
    )
    words = {str(pk): text for pk, text in comments.values_list("pk", "public_text")}
    ballots = [int(name.removeprefix(_SECTION)) for name in ids if name.startswith(_SECTION)]
    if ballots:
        standing = {section.ballot_id for section in Section.objects.filter(version=consultation.draft)}
        sections = Section.objects.filter(version__consultation=consultation, pk__in=ballots).select_related("version")
        words |= {f"{_SECTION}{one.pk}": _label(one, is_current=one.pk in standing) for one in sections}
    return words


def _label(section: Section, *, is_current: bool) -> str:
    if is_current:
        return section.label
    return _("%(section)s in version %(number)s") % {"section": section.label, "number": section.version.number}


def _mentioned(groups: dict[str, Any]) -> set[str]:
    """Ids of the statements that the page speaks of."""
    rows = [row for item in groups.get("items") or [] for row in item["representative"]]
    rows += [row for side in (groups.get("consensus") or {}).values() for row in side]
    rows += [*(groups.get("divisive") or []), *(groups.get("bridging") or [])]
    return {row["statement_id"] for row in rows}
