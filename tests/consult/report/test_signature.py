"""A result as PDF carries a PAdES signature where the site has a certificate, and one flipped byte breaks it."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from consult.report.signature import FIELD, NotACertificate, pdf_signer

PASSWORD = "รหัส"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and the certificate of an invented agency, as operators get them: in one file with a password."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "กรมทดสอบ")])
    now = datetime.now(UTC)
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"), False)
    usage |= dict.fromkeys(("crl_sign", "encipher_only", "decipher_only"), False)
    told = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "agency.p12"
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(serialization.pkcs12.serialize_key_and_certificates(b"agency", key, told, None, locked))
    return path, told


@pytest.fixture
def signer(certificate, settings):
    settings.PDF_SIGNING_FILE, settings.PDF_SIGNING_PASSWORD = str(certificate[0]), PASSWORD
    return pdf_signer()


def page() -> bytes:
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "สรุปผล"
    pdf.save(made)
    return made.getvalue()


def found(pdf: bytes, certificate):
    from asn1crypto import x509 as asn1

    root = asn1.Certificate.load(certificate[1].public_bytes(serialization.Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature, validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))


def test_a_signed_pdf_is_valid_and_says_who_signed(signer, certificate):
    signature, status = found(signer(page()), certificate)
    assert (signature.field_name, signature.sig_object["/SubFilter"]) == (FIELD, "/ETSI.CAdES.detached")
    assert status.intact and status.valid and status.trusted and status.bottom_line
    assert "กรมทดสอบ" in status.signing_cert.subject.human_friendly


def test_one_flipped_byte_is_noticed(signer, certificate):
    pdf = bytearray(signer(page()))
    place = pdf.index(b"/MediaBox")
    pdf[pdf.index(b"[", place) + 2] ^= 1
    _signature, status = found(bytes(pdf), certificate)
    assert not status.bottom_line and not status.intact


def test_a_site_without_a_certificate_signs_nothing_and_a_wrong_one_is_told(settings, certificate):
    settings.PDF_SIGNING_FILE = ""
    assert pdf_signer() is None
    settings.PDF_SIGNING_FILE, settings.PDF_SIGNING_PASSWORD = str(certificate[0]), "อื่น"
    with pytest.raises(NotACertificate):
        pdf_signer()
