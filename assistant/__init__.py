"""The read side: a question becomes verified statements with located quotes."""
