"""File menu: conversations in, out, and their backups, with what is under way and how it ended."""
