"""Where a message is written and sent, and an answer stopped."""
