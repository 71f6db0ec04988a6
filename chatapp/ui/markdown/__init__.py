"""Markdown as a document that Qt lays out and that grows while an answer streams. GUI thread; fetches nothing, ever."""
