"""Weights in four and eight bits, and the compiled products of them with activations. Needs no torch."""
