"""The charter's rules as code."""

RULES_VERSION = "2026-11-23"
