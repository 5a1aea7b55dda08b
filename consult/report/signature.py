"""The signature of an agency under a PDF: PAdES (ETSI EN 319 142, level B-B), by pyHanko, where an operator has a certificate.

pyHanko is loaded when something is signed and at no other time. Signed again the bytes are others: the moment stands in them.
"""

import io
from collections.abc import Callable

from django.conf import settings

#: The field of the form in which the signature stands
FIELD = "Signature"


class NotACertificate(Exception):
    """What PDF_SIGNING_FILE names holds no key with a certificate, or PDF_SIGNING_PASSWORD does not open it."""


def pdf_signer() -> Callable[[bytes], bytes] | None:
    """What signs a PDF, or None where the site signs none. Raises NotACertificate."""
    if not settings.PDF_SIGNING_FILE:
        return None
    from pyhanko.sign import signers

    password = settings.PDF_SIGNING_PASSWORD.encode() or None
    key = signers.SimpleSigner.load_pkcs12(settings.PDF_SIGNING_FILE, passphrase=password)
    if key is None:
        raise NotACertificate(settings.PDF_SIGNING_FILE)
    return lambda pdf: _signed(pdf, key)


def _signed(pdf: bytes, key) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    said = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", reason="สรุปผลการรับฟังความคิดเห็น"
    )
    signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), said, signer=key)
    return signed.getvalue()
