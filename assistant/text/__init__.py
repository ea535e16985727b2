"""French text analysis shared by the index and by questions."""
