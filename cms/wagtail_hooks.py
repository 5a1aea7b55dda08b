"""The officers' desk: what Wagtail's editor allows and refuses here."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _lazy
from django_vite.templatetags.django_vite import vite_asset_url
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from consult import rules

from .desk import attachment_views, audit_views, dossier_views, draft_views, hearing_views, people_views
from .desk.explorer import HearingPageViewSet
from .desk.file_views import draft_file
from .desk.guards import on_record, waits_to_be_issued
from .desk.home import replace_panels
from .desk.put_views import draft_put
from .desk.sight import REPORTS_OF_EVERYTHING, among_visible
from .desk.unsaved_views import UnsavedCompareView
from .errors import StaysOnRecord
from .models import ConsultationPage

CLOSED_IN_BULK = {
    "delete": StaysOnRecord.DELETE,
    "move": StaysOnRecord.MOVE,
    "unpublish": StaysOnRecord.UNPUBLISH,
}


@hooks.register("before_bulk_action")
def say_why_not_all(request, action_type, objects, action):
    """Wagtail would leave out what may not be done and do the rest, "0 pages deleted" included; here nothing is done, and it says why."""
    why = CLOSED_IN_BULK.get(action_type)
    if action.model is not Page or why is None:
        return
    _able, left_out = action.get_actionable_objects()
    for group in left_out.values():
        if any(on_record(one["item"]).exists() for one in group if isinstance(one, dict)):
            raise StaysOnRecord(why)
        if any(on_record(one).exists() for one in group if isinstance(one, Page)):
            raise StaysOnRecord(why)


@hooks.register("before_publish_page")
def say_what_is_missing(request, page):
    """What the record would refuse is said in the editor, with the draft kept; refused later, the words would be gone."""
    page = page.specific
    if isinstance(page, ConsultationPage) and (error := page.why_not_published(by=request.user)):
        messages.error(request, str(error))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def look_at_the_impact(request, page):
    """The text of a published hearing is issued on one page only, where the officer sees what it does to people's words."""
    return redirect("desk_draft_impact", page.pk) if waits_to_be_issued(page).exists() else None


@hooks.register("register_admin_urls")
def doors_of_the_draft():
    return [
        path("drafts/read/", draft_views.draft_read, name="desk_draft_read"),
        path("drafts/file/", draft_file, name="desk_draft_file"),
        path("drafts/put/", draft_put, name="desk_draft_put"),
        path("drafts/<int:page_id>/compare/", UnsavedCompareView.as_view(), name="desk_unsaved_compare"),
        path("drafts/<int:page_id>/impact/", draft_views.draft_impact, name="desk_draft_impact"),
        path("drafts/<int:page_id>/retract/", draft_views.version_retract, name="desk_version_retract"),
    ]


@hooks.register("register_admin_urls")
def doors_of_documents():
    return [
        path("drafts/<int:page_id>/documents/", attachment_views.attachment_list, name="desk_attachments"),
        path(
            "drafts/<int:page_id>/documents/<str:sha256>/",
            attachment_views.attachment_file,
            name="desk_attachment_file",
        ),
    ]


@hooks.register("register_admin_urls")
def pages_of_the_desk():
    return [
        path("hearings/", hearing_views.hearing_list, name="hearing_list"),
        path("hearings/<int:pk>/", hearing_views.hearing_dates, name="hearing_dates"),
        path("hearings/<int:pk>/dossier/", dossier_views.hearing_dossier, name="hearing_dossier"),
        path("agencies/", people_views.agency_list, name="agency_list"),
        path("agencies/<int:pk>/", people_views.agency_people, name="agency_people"),
        path("agencies/auditors/", people_views.platform_auditors, name="platform_auditors"),
        path("audit/", audit_views.audit_list, name="audit_list"),
        path("audit/file/", audit_views.audit_file, name="audit_file"),
    ]


@hooks.register("construct_homepage_panels")
def begin_with_what_needs_me(request, panels):
    replace_panels(request.user, panels)


@hooks.register("register_admin_menu_item")
def to_the_hearings():
    return MenuItem(
        _lazy("Hearings"), reverse_lazy("hearing_list"), name="hearings", icon_name="calendar-alt", order=150
    )


class WayToPeople(MenuItem):
    def is_shown(self, request):
        return people_views.appoints(request.user)


@hooks.register("register_admin_menu_item")
def to_the_people():
    return WayToPeople(
        _lazy("Agencies and people"), reverse_lazy("agency_list"), name="people", icon_name="group", order=160
    )


class WayToTheTrail(MenuItem):
    def is_shown(self, request):
        return rules.may_audit(request.user)


@hooks.register("register_admin_menu_item")
def to_the_trail():
    return WayToTheTrail(_lazy("Audit trail"), reverse_lazy("audit_list"), name="audit", icon_name="history", order=170)


@hooks.register("construct_page_chooser_queryset")
def choose_among_published(pages, request):
    """The chooser would show other agencies the titles of drafts nobody published yet."""
    return among_visible(pages, request.user)


@hooks.register("register_admin_viewset")
def explore_with_figures():
    """Agencies find their hearings in the explorer by state and end."""
    return HearingPageViewSet()


@hooks.register("construct_explorer_page_queryset")
def explore_what_one_works_on(parent, pages, request):
    """Wagtail lists the siblings on the way to somebody's pages too, with the titles they have in the editor."""
    return among_visible(pages, request.user)


@hooks.register("construct_reports_menu")
def offer_no_report_that_is_refused(request, items):
    if not request.user.is_superuser:
        items[:] = [one for one in items if one.name.replace("-", "_") not in REPORTS_OF_EVERYTHING]


@hooks.register("construct_help_menu")
def help_in_the_readers_language(request, items):
    """Wagtail's own help leads out of the country into English pages, and its badge of news keeps the tab busy (bench/editor.py)."""
    items[:] = [one for one in items if one.name == "keyboard-shortcuts-trigger"]


@hooks.register("insert_global_admin_css")
def look_like_the_site():
    """The editor in the site's colours, with line height for Thai marks."""
    return format_html('<link rel="stylesheet" href="{}">', vite_asset_url("styles/editor.css"))


@hooks.register("insert_global_admin_js")
def calendars():
    """A calendar of Buddhist years at every field of a day."""
    return format_html('<script type="module" src="{}"></script>', vite_asset_url("src/editor/calendar.ts"))


@hooks.register("register_admin_menu_item")
def bring_a_file():
    """A draft in a Word or PDF file, on the way into the editor."""
    return MenuItem(
        _lazy("Draft from a file"), reverse_lazy("desk_draft_file"), name="draft-file", icon_name="upload", order=250
    )
