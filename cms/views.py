from urllib.parse import urlencode

from django.db.models import Exists
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve

from consult.models import Agency
from consult.models.prepared import Prepared

from .models import AgencyPage, HomePage

#: The front page of a site that is the only one. Nobody can keep strangers out of it (``KeptPagePermissions``).
_HOME = Prepared(
    lambda: (
        HomePage.objects.live()
        .filter(sites_rooted_here__is_default_site=True)
        .exclude(Exists(Site.objects.filter(is_default_site=False)))
        .order_by()
    ),
    size=0,
)


@require_safe
def home(request):
    """The front page in one question, where Wagtail finds its way with four; whatever else stands at the root is for Wagtail."""
    page = _HOME.first()
    return page.serve(request) if page else serve(request, "")


@require_safe
def agency(request, slug):
    """The way to an agency's page wherever officers put it; to the list of its hearings when it has none."""
    found = get_object_or_404(Agency, slug=slug)
    page = AgencyPage.objects.live().filter(agency=found).first()
    if page:
        return redirect(page.get_url(request))
    return redirect(f"{reverse('consult:consultation_list')}?{urlencode({'agency': slug})}")
