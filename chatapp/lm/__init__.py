"""Language models: the only package that imports torch, transformers, tokenizers. Runs on the engine thread."""
