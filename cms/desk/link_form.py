"""The form in which an officer puts a link into a text."""

from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import ExternalLinkView


class LinkField(URLOrAbsolutePathField):
    """An address, or none where none was sent: Wagtail 8.0 fails there instead of saying that it is missing."""

    def to_python(self, value):
        return super().to_python(value or "")


class LinkForm(ExternalLinkChooserForm):
    url = LinkField(label=ExternalLinkChooserForm.base_fields["url"].label)


def choose_links_with_it() -> None:
    """Put this form in the place of Wagtail's."""
    ExternalLinkView.form_class = LinkForm
