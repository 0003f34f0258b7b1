"""Run inside a database: for each line that it reads, prints once more what a sheet costs at the least.

``python -m bench.baseline sheet SIGNATURE``: a bare WeasyPrint render of that signature's sheet and one P-256 signature.
``python -m bench.baseline seal SIGNATURE``: our sealing of that sheet's PDF, and pyHanko's with the key kept loaded.
Milliseconds, as JSON lists.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from unittest import mock
from xml.etree import ElementTree as ET

import django

django.setup()

from asn1crypto import x509  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from cryptography.hazmat.primitives.hashes import SHA256  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding  # noqa: E402
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12  # noqa: E402
from django.conf import settings  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.utils import translation  # noqa: E402
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: E402
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer  # noqa: E402
from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: E402
from weasyprint import HTML  # noqa: E402
from weasyprint.images import SVGImage  # noqa: E402

from consent import qr  # noqa: E402
from consent.archive import demo_seal, queries, seal, sheet_page  # noqa: E402
from consent.printing import paper, pictograms  # noqa: E402


class Kept(Signer):
    """pyHanko's own work, with a key that was parsed once."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, **more: Any) -> None:
        super().__init__(**more)
        self.key = key

    async def async_sign_raw(self, data: bytes, *_: object, dry_run: bool = False) -> bytes:
        """Sign with the kept key."""
        return bytes(72) if dry_run else self.key.sign(data, ec.ECDSA(SHA256()))


def bare_pyhanko() -> Callable[[bytes], bytes]:
    """Return pyHanko's own PAdES signing with the same key and certificates."""
    bundle = load_pkcs12(demo_seal.ensure(settings.VAR_DIR / "seal").read_bytes(), None)
    assert bundle.cert is not None
    assert isinstance(bundle.key, ec.EllipticCurvePrivateKey)
    leaf, *chain = [
        x509.Certificate.load(one.certificate.public_bytes(Encoding.DER))
        for one in [bundle.cert, *bundle.additional_certs]
    ]
    store = SimpleCertificateStore()
    store.register_multiple(chain)
    signer = Kept(bundle.key, signing_cert=leaf, cert_registry=store)
    metadata = PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )

    def sign(pdf: bytes) -> bytes:
        out = PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), in_place=True)
        return bytes(out.getbuffer())

    return sign


def sheet_of(key: int) -> dict[str, Any]:
    """Return template, context and language with which a signature's sheet is printed, with its codes as SVG."""
    signature = queries.printable(key)
    as_svg = mock.patch.object(paper, "qr", partial(qr.svg, border=0))
    with mock.patch.object(paper, "print_pdf") as printed, as_svg:
        sheet_page.render(
            signature=signature,
            answers=list(signature.answers.all()),
            number=signature.signer.subject.request.number,
            chain_head="0" * 64,
            record_sha256="0" * 64,
            verify_url="http://localhost/verify/f1-00000000000000000000/",
            own_url="http://localhost/own/" + "x" * 43,
        )
    return dict(printed.call_args.kwargs)


def bare_print(printed: dict[str, Any]) -> Callable[[], bytes]:
    """Return WeasyPrint's own work on the same sheet, with fonts and style loaded before."""
    with translation.override(str(printed["language"])):
        context = {"language": printed["language"], "organisation": settings.ORGANISATION, **printed["context"]}
        html = render_to_string(str(printed["template"]), context)
    fonts, style, colours = paper._type(wide=False)  # noqa: SLF001 -- the same type as the product's
    names = set(pictograms.NAMES.values())
    pictures = {
        f"{pictograms.SCHEME}{one}": SVGImage(ET.fromstring(pictograms.drawing(one)), one, None, None) for one in names
    }

    def render() -> bytes:
        document = HTML(string=html, url_fetcher=paper._only_ours).render(  # noqa: SLF001
            font_config=fonts,
            stylesheets=[style],
            color_profiles={paper.INTENT: colours},
            pdf_variant=paper.VARIANT,
            output_intent=paper.INTENT,
            cache=dict(pictures),
        )
        pdf: bytes = document.write_pdf(pdf_variant=paper.VARIANT, output_intent=paper.INTENT)
        return pdf

    return render


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Warm up, say so, and measure at each line."""
    what, key = sys.argv[1], int(sys.argv[2])
    printed = sheet_of(key)
    ours = seal.current()
    if what == "sheet":
        render = bare_print(printed)
        works: list[Callable[[], object]] = [lambda: (render(), ours.key.sign(b"x" * 200))]
    else:
        pdf, theirs = paper.print_pdf(**printed), bare_pyhanko()
        works = [lambda: seal.seal(pdf), lambda: theirs(pdf)]
    for _ in range(3):
        for work in works:
            work()
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps([timed(work) for work in works]), flush=True)


if __name__ == "__main__":
    main()
