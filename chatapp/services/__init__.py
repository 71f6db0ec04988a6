"""Use cases in plain Python, on the GUI thread; no Qt, no SQL, no torch."""
