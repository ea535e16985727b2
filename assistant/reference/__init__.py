"""Data files of the corpus that answers use beside the documents."""
