"""Documents in files of word processors and as plain text: out of Markdown and back. No SQL, no Qt; any thread."""
