"""The officers' desk: what Wagtail's editor allows and refuses here."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_vite.templatetags.django_vite import vite_asset_url
from wagtail import hooks

from consult import rules
from consult.models import Agency

from .models import AgencyPage, ConsultationPage


@hooks.register("before_delete_page")
def keep_what_is_on_record(request, page):
    """A page whose consultation is on record is unpublished, never deleted."""
    pages = ConsultationPage.objects.descendant_of(page, inclusive=True)
    if any(one.consultation for one in pages):
        messages.error(
            request, _("A consultation that was published stays on record. Unpublish it to take it off the site.")
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_publish_page")
def only_officers_publish(request, page):
    """Publishing speaks in the agency's name, so it takes a role there, not only the editor's permission."""
    if not isinstance(page.specific, ConsultationPage):
        return None
    agency = Agency.objects.get(page=AgencyPage.objects.get(pk=page.get_parent().pk))
    if not rules.may_publish(request.user, agency):
        messages.error(request, _("Only officers of this agency may publish its consultations."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_page_chooser_queryset")
def choose_among_published(pages, request):
    """The chooser would show other agencies the titles of drafts nobody published yet."""
    return pages if request.user.is_superuser else pages.live()


@hooks.register("insert_global_admin_css")
def look_like_the_site():
    """The editor in the site's colours, with line height for Thai marks."""
    return format_html('<link rel="stylesheet" href="{}">', vite_asset_url("styles/editor.css"))
