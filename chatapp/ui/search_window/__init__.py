"""Search through everything that was ever said: a window of its own that stays while results are looked at."""
