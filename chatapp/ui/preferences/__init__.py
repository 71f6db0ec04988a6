"""The preferences: one row for each declared setting and each shortcut, in force at once. GUI thread."""
