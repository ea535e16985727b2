"""From a question to verified statements."""
