"""The list at the left: conversations by day, a filter, the bin, renaming in place."""
