"""Markdown as every room reads and writes it, and what it means: blocks and spans. No Qt, no files; any thread."""
