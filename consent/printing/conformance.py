"""What makes a PDF keep both PDF/A-2a and PDF/UA-1, sealed too.

WeasyPrint writes one of the two declarations only, and an invisible signature field breaks PDF/UA unless it is described,
tagged and reachable by tab (ISO 14289-1, 7.18).
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from weasyprint.document import Document
from weasyprint.pdf.metadata import DocumentMetadata

from consent.printing import SEAL_FIELD as FIELD

PRINT_AND_LOCKED = 4 + 128
UNIVERSAL_ACCESS = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/UA-1, and the description of that property that PDF/A-2 wants (ISO 19005-2, 6.6.2.3)."""


class BothStandards(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types
    """Metadata that declares PDF/UA-1 beside PDF/A-2a."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Return the XMP packet's content."""
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", UNIVERSAL_ACCESS + b"</rdf:RDF>")


def declare_both(document: Document) -> None:
    """Make a rendered document declare both standards."""
    document.metadata.__class__ = BothStandards


def add_place_for_seal(_document: Document, pdf: pydyf.PDF) -> None:
    """Add an empty, invisible, tagged signature field on the last page (a WeasyPrint ``finisher``)."""
    page = pdf.objects[int(pdf.pages["Kids"][-3])]
    root = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    parents = _resolve(pdf, root["ParentTree"])["Nums"]
    key = max(parents[::2], default=-1) + 1
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String(_("Seal over the whole document")),
            "F": PRINT_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": key,
        }
    )
    pdf.add_object(widget)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    parents.extend([key, _tag(pdf, root, page, widget)])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference])})


def _tag(pdf: pydyf.PDF, root: Any, page: Any, widget: pydyf.Dictionary) -> bytes:
    document = _resolve(pdf, root["K"][0])
    target = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    pdf.add_object(target)
    form = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": document.reference,
            "Pg": page.reference,
            "K": pydyf.Array([target.reference]),
        }
    )
    pdf.add_object(form)
    document["K"].append(form.reference)
    reference: bytes = form.reference
    return reference


def _resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
