"""The real window, driven with keys only: `python -m tests.drive DIR`."""
