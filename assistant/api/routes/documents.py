"""`GET /v1/documents`: the catalogue, and each document's canonical text."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.present import present_document
from assistant.api.schemas import CatalogueResponse, DocumentResponse, SectionOut
from assistant.api.state import LiveIndex

router = APIRouter(prefix="/v1", tags=["documents"])


@router.get("/documents", summary="Liste les documents")
async def documents(edition: LiveIndex) -> CatalogueResponse:
    """Every document of the index, by id."""
    tools = edition.tools
    return CatalogueResponse(
        index_version=edition.version,
        corpus_updated_on=edition.manifest.corpus_updated_on,
        documents=[
            present_document(meta, tools.messages) for meta in tools.searcher.catalogue.metas()
        ],
    )


@router.get("/documents/{document_id}", summary="Donne un document et son texte de référence")
async def document(document_id: str, edition: LiveIndex) -> DocumentResponse:
    """One document; every offset of the service points into its `text`."""
    tools = edition.tools
    found = tools.searcher.catalogue.document(document_id)
    described = present_document(found.meta, tools.messages)
    return DocumentResponse(
        **described.model_dump(),
        text=found.text,
        sections=[
            SectionOut(
                kind=b.kind,
                level=b.level,
                heading=list(b.heading_path),
                page=b.page,
                start=b.start,
                end=b.end,
            )
            for b in found.blocks
        ],
        index_version=edition.version,
    )
