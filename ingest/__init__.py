"""The write side: documents become an index directory."""
