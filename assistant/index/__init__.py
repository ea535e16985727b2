"""The index directory: the only contract between ingestion and the assistant."""
