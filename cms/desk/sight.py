"""What somebody may see at the desk: pages they work on, and what everybody reads anyway. Nothing else has a title there."""

from django.db.models import F, Q
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry

from consult.errors import NotAllowed
from consult.views.ids import row_id

#: Wagtail's reports that do not ask whose pages they speak of: for staff of the platform
REPORTS_OF_EVERYTHING = {"site_history", "aging_pages", "page_types_usage"}
LISTS_OF_EVERYTHING = {"type_use", "type_use_results"}
#: In these, Wagtail takes ids of pages from the query
TAKES_IDS = {"wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple"}
NAMES_OF_A_PAGE = ("page_id", "page_to_move_id", "destination_id", "parent_page_id")


def among_visible(pages, user):
    """Those of the pages that this person works on, and those that are public under the title they have in the editor."""
    if user.is_superuser:
        return pages
    worked_on = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
    )
    visible = Q(pk__in=worked_on.values("pk")) | Q(live=True, draft_title=F("title")) | Q(depth=1)
    # Ids and not a condition: Wagtail's search takes no other.
    return pages.filter(id__in=list(Page.objects.filter(visible).values_list("pk", flat=True)))


def must_see(request) -> None:
    """Refuse an address of the editor that speaks of what this person may not see. Raises Http404, NotAllowed."""
    match = request.resolver_match
    if request.user.is_superuser or match is None:
        return
    namespace, name = match.namespaces, match.url_name or ""
    if namespace == ["wagtailadmin_pages"] and name in LISTS_OF_EVERYTHING:
        raise NotAllowed
    if namespace == ["wagtailadmin_reports"] and name.removesuffix("_results") in REPORTS_OF_EVERYTHING:
        raise NotAllowed
    asked = {match.kwargs[one] for one in NAMES_OF_A_PAGE if match.kwargs.get(one)}
    if namespace in (["wagtailadmin_pages"], ["wagtailadmin_api", "pages"]) and match.kwargs.get("pk"):
        asked.add(match.kwargs["pk"])
    if name in TAKES_IDS and match.kwargs.get("model_name", "page") == "page":
        asked |= {one for one in map(row_id, request.GET.getlist("id")) if one is not None}
    if not asked:
        return
    pages = Page.objects.filter(pk__in=asked)
    hidden = pages.exclude(pk__in=among_visible(pages, request.user).values("pk"))
    if any(not page.permissions_for_user(request.user).can_edit() for page in hidden):  # who reviews it works on it too
        raise Http404
