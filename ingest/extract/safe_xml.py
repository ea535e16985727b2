"""XML of documents: parsed without entities, without network, and not too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.model import ExtractionRefused, RefusalReason

if TYPE_CHECKING:
    from lxml import etree

_NOT_XML = (
    "Ce fichier est abîmé\u00a0: une de ses parties n'est pas du XML correct. "
    "Enregistrez de nouveau le document depuis son logiciel, puis relancez la commande."
)
_DECLARES = (
    "Ce fichier contient des déclarations XML (DOCTYPE) qu'aucun logiciel de bureautique n'écrit. "
    "Enregistrez de nouveau le document depuis son logiciel, puis relancez la commande."
)


def parse_xml(data: bytes) -> etree._Element:
    """The root of `data`.

    A document type declaration is refused whole, and with it every entity. The parser itself stops
    at 256 levels and at monstrous names or texts. Raises ExtractionRefused(DAMAGED).
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        declares = b"<!DOCTYPE" in data[:4096]
        sentence = _DECLARES if declares else _NOT_XML
        raise ExtractionRefused(RefusalReason.DAMAGED, sentence) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ExtractionRefused(RefusalReason.DAMAGED, _DECLARES)
    return root
