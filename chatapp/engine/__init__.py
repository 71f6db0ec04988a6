"""The inference loop: protocol, worker thread, generation, stop strings, outbox. Knows no torch, Qt or SQL."""
