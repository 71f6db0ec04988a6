"""Conversations in files: our JSON, other programs' exports, and what people read. No SQL, no Qt; any thread."""
