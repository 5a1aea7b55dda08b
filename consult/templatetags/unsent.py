"""What a mail with a code says of an act that waits to be sent."""

from django import template
from django.conf import settings
from django.urls import Resolver404, resolve

from ..models import UnsentAct

register = template.Library()


@register.simple_tag(takes_context=True)
def address_of_what_waits(context) -> str:
    """The whole address of what this reader did before asking for a code; nothing where they come from elsewhere."""
    request = context.get("request")
    path = request and (request.POST.get("next") or request.GET.get("next"))
    try:
        found = resolve(path) if path else None
    except Resolver404:
        return ""
    if (
        found is None
        or found.view_name != "consult:unsent"
        or not UnsentAct.objects.filter(pk=found.kwargs["key"]).exists()
    ):
        return ""
    return f"{settings.SITE_URL}{path}"
