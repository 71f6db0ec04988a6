"""The panel at the right, off by default: what the model reads, how an answer was made, all branches, settings."""
