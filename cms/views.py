from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from consult.models import Agency

from .models import AgencyPage


@require_safe
def agency(request, slug):
    """The way to an agency's page wherever officers put it; to the list of its hearings when it has none."""
    found = get_object_or_404(Agency, slug=slug)
    page = AgencyPage.objects.live().filter(agency=found).first()
    if page:
        return redirect(page.get_url(request))
    return redirect(f"{reverse('consult:consultation_list')}?{urlencode({'agency': slug})}")
