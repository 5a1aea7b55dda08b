"""What an officer typed and has not saved, beside what somebody else saved meanwhile. Nothing is written."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.revisions import RevisionsCompareView

from .draft_field import take_as_typed


class UnsavedCompareView(RevisionsCompareView):
    """The newest saved text of a page, and what was posted from its editor: what the second officer would change by saving now.

    As Wagtail compares two saved texts, with its rights and its page; the other tab keeps what was typed.
    """

    http_method_names = ["post", "options"]
    page_title = _("What you typed, beside what is saved")

    def setup(self, request, page_id, *args, **kwargs):
        super().setup(request, page_id, "latest", "typed", *args, **kwargs)

    def post(self, request, *args, **kwargs):
        take_as_typed(request)
        return self.get(request, *args, **kwargs)

    def _get_revision_and_heading(self, revision_id):
        if revision_id != "typed":
            return super()._get_revision_and_heading(revision_id)
        page = self.object.get_latest_revision_as_object()
        form = self.get_edit_handler().get_form_class()(self.request.POST, instance=page, for_user=self.request.user)
        form.defer_required_fields()
        form.is_valid()  # what no field can take stays as it is saved
        return form.instance, self.page_title
