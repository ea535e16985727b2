"""Measurements that drive the assistant as a user would."""
