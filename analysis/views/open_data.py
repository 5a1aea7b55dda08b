"""Open data of closed hearings: a list for people, one for programs, and the page and files of each hearing. For everybody."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.views.doors import find_consultation
from consult.views.ids import row_id
from consult.views.partial import file_response

from ..models import OpenDataRelease
from ..opendata.dcat import catalogue_document, dataset_document, folder_address
from ..opendata.licence import COPYRIGHT_NOTE, COPYRIGHT_NOTE_ENGLISH, licence
from ..opendata.package import title_of
from ..opendata.place import folder_of
from ..opendata.shown import shown_files
from ..opendata.shown_levels import level_tables
from ..opendata.state import listed_releases, says_too_much, standing_release

PAGE_SIZE = 100
#: Seconds until a release that is being made again is looked for again
RETRY_SECONDS = 600
_JSON = {"json_dumps_params": {"ensure_ascii": False}}


@require_safe
def open_data_list(request):
    """Every hearing that gives its data away."""
    releases, total, after = _page(request)
    context = {"releases": releases, "total": total, "after": after, "licence": licence()}
    return render(request, "analysis/open_data_list.html", context)


@require_safe
def dataset_list(request):
    """The same for programs: ``total``, the data sets in the order of their hearings, and the address of the next page.

    The order never changes, so whoever follows ``next`` to its end misses none and meets none twice.
    """
    releases, total, after = _page(request)
    told = [
        {
            "hearing": one.consultation_id,
            "title": title_of(one.consultation),
            "agency": one.consultation.agency.name,
            "release": one.number,
            "modified": one.made_at.isoformat(timespec="seconds"),
            "page": folder_address(one),
            "datapackage": f"{folder_address(one)}datapackage.json",
            "dcat": f"{folder_address(one)}dcat.jsonld",
        }
        for one in releases
    ]
    return JsonResponse({"total": total, "datasets": told, "next": _address("datasets.json", after)}, **_JSON)


@require_safe
def catalogue(request):
    """The catalogue by DCAT-AP, a page at a time."""
    releases, total, after = _page(request)
    here = _address("catalog.jsonld", row_id(request.GET.get("after", "")) or None) or f"{_base()}catalog.jsonld"
    document = catalogue_document(releases, total=total, here=here, after=_address("catalog.jsonld", after))
    return JsonResponse(document, content_type="application/ld+json", **_JSON)


def _page(request) -> tuple[list[OpenDataRelease], int, int | None]:
    """The releases behind a cursor (the number of a hearing), how many there are in all, and the next cursor."""
    listed = listed_releases()
    behind = listed.filter(consultation__gt=row_id(request.GET.get("after", "")) or 0)
    found = list(behind[: PAGE_SIZE + 1])
    after = found[PAGE_SIZE - 1].consultation_id if len(found) > PAGE_SIZE else None
    return [one for one in found[:PAGE_SIZE] if not says_too_much(one)], listed.count(), after


def _base() -> str:
    return f"{settings.SITE_URL}/open-data/"


def _address(name: str, after: int | None) -> str | None:
    return f"{_base()}{name}?after={after}" if after else None


@require_safe
def open_data_detail(request, pk):
    """What there is of one hearing: each file with what is in it, its size, its columns, the licence, and how to check it."""
    consultation = find_consultation(request, pk)
    release = standing_release(consultation)
    context = {
        "consultation": consultation,
        "release": release,
        "releases": list(consultation.open_data.order_by("-number")),
        "shown": shown_files(release) if release else None,
        "licence": licence(),
        "note": COPYRIGHT_NOTE if request.LANGUAGE_CODE == "th" else COPYRIGHT_NOTE_ENGLISH,
    }
    return render(request, "analysis/open_data_detail.html", context)


@require_safe
def level_list(request, pk):
    """How each level voted, answered and wrote, where that tells of nobody."""
    consultation = find_consultation(request, pk)
    release = _release(consultation)
    if release is None:
        return _made_again()
    context = {"consultation": consultation, "tables": level_tables(release)}
    return render(request, "analysis/open_data_levels.html", context)


@require_safe
def dataset_catalogue(request, pk):
    """The hearing's entry by DCAT-AP."""
    release = _release(find_consultation(request, pk))
    if release is None:
        return _made_again()
    return JsonResponse(dataset_document(release), content_type="application/ld+json", **_JSON)


@require_safe
def open_data_file(request, pk, name):
    """One file of the release that stands; not sent again to whoever has it (ETag: its hash), and from where a download broke off."""
    release = _release(find_consultation(request, pk))
    if release is None:
        return _made_again()
    file = next((one for one in shown_files(release).all if one.name == name), None)
    path = folder_of(release) / name
    if file is None or not path.is_file():
        raise Http404
    response = file_response(
        request,
        path.open("rb"),
        size=path.stat().st_size,
        sha256=file.sha256,
        name=path.name,
        content_type=file.media_type,
        modified=int(release.made_at.timestamp()),
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, no-cache"
    return response


def _release(consultation) -> OpenDataRelease | None:
    """The one that stands; None while one is made again. Raises Http404 where none ever was."""
    if not consultation.open_data.exists():
        raise Http404
    return standing_release(consultation)


def _made_again() -> HttpResponse:
    text = _(
        "Something of this data was hidden or withdrawn, so it is being made again. Please come back in a few minutes."
    )
    response = HttpResponse(text, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
