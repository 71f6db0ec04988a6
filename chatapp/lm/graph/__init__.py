"""Llama-shaped models and GPT-2 in torch, over buffers that stay where they are, so that a step can be captured."""
