"""A short tour of the window, for whoever starts it for the first time."""
