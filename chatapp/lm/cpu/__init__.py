"""A model's step compiled for this processor: packed weights, int8 activations, threads of its own, no torch."""
