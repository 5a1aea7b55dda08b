"""A PDF without what it says of its makers: information, XMP, notes of reviewers, private data of programs."""

import io

import pikepdf

from cms.drafting.files.refusal import BROKEN, ENCRYPTED, SCRIPTS, TOO_LONG, DraftRefused, Limits

from .pictures import without_metadata

#: Actions that run, send or start something
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/RichMediaExecute",
}
_HOLDERS = {"/RichMedia", "/Screen", "/3D", "/FileAttachment", "/Movie", "/Sound"}
_WHOLE_DOCUMENT = ("/EmbeddedFiles", "/JavaScript")
#: Of annotations, what a reader of the page uses; the others are notes of reviewers
_KEPT_ANNOTATIONS = {"/Link", "/Widget"}
_SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")


def clean_pdf(content: bytes, limits: Limits) -> bytes:
    """The same pages. Raises DraftRefused for what is locked, broken, scripted or holds files."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > limits.pages:
                raise DraftRefused(TOO_LONG)
            _refuse_what_acts(pdf)
            _strip(pdf)
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return written.getvalue()
    except pikepdf.PasswordError as error:
        raise DraftRefused(ENCRYPTED) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DraftRefused(BROKEN) from error


def _refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.get("/Names", {})
    if any(part in names for part in _WHOLE_DOCUMENT) or "/XFA" in pdf.Root.get("/AcroForm", {}):
        raise DraftRefused(SCRIPTS)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _refuse_dictionary(one)


def _refuse_dictionary(one: pikepdf.Object) -> None:
    """Objects inside of others are looked at too: an action may stand in the page that has it."""
    waiting, depth = [(one, 0)], 0
    while waiting:
        here, depth = waiting.pop()
        if depth > 20:
            raise DraftRefused(SCRIPTS)
        found = {
            str(here.get(name)) for name in ("/S", "/Subtype", "/Type") if isinstance(here.get(name), pikepdf.Name)
        }
        if found & _ACTIONS or found & _HOLDERS or "/EF" in here or "/JS" in here or "/EmbeddedFile" in found:
            raise DraftRefused(SCRIPTS)
        for value in dict(here.items()).values():
            inside = list(value) if isinstance(value, pikepdf.Array) else [value]
            waiting += [
                (part, depth + 1) for part in inside if isinstance(part, pikepdf.Dictionary) and not part.is_indirect
            ]


def _strip(pdf: pikepdf.Pdf) -> None:
    for name in ("/Info", "/ID"):
        if name in pdf.trailer:
            del pdf.trailer[name]
    for name in ("/AA", "/OpenAction"):
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        _strip_annotations(page.obj)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for name in ("/Metadata", "/PieceInfo", "/LastModified"):
                if name in one:
                    del one[name]
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" and one.get("/Filter") == "/DCTDecode":
            one.write(without_metadata(one.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _strip_annotations(page: pikepdf.Object) -> None:
    if "/Annots" not in page:
        return
    kept = [
        one
        for one in page["/Annots"]
        if str(one.get("/Subtype", "")) in _KEPT_ANNOTATIONS and _leads_nowhere_private(one)
    ]
    if kept:
        page["/Annots"] = pikepdf.Array(kept)
    else:
        del page["/Annots"]


def _leads_nowhere_private(annotation: pikepdf.Object) -> bool:
    """A link to a file of somebody's machine says who they are."""
    action = annotation.get("/A", {})
    if "/URI" in action:
        return str(action["/URI"]).strip().lower().startswith(_SAFE_LINKS)
    return "/F" not in action or not isinstance(action.get("/F"), pikepdf.String | pikepdf.Dictionary)
