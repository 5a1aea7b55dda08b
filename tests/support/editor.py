"""What Wagtail's editor sends when an officer presses a button: the fields of the page as the editor wrote them out."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "textarea" and name:
            self._area = name
            self.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            self.values[self._select] = attrs.get("value", "")
        elif tag == "input" and name and attrs.get("type") not in ("checkbox", "radio", "submit", "file"):
            self.values.setdefault(name, attrs.get("value") or "")

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def editor_form(page, client) -> dict[str, str]:
    """Every field of a consultation page untouched, as ``client`` (an officer) is shown it."""
    fields = _Fields()
    fields.feed(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode())
    kept = {
        name: value.removeprefix("\n")
        for name, value in fields.values.items()
        if not name.startswith(("questions", "csrf", "action"))
    }
    return kept | {"questions-count": "0"}
