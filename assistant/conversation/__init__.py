"""What is kept of a conversation while it lasts."""
