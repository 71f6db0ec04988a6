"""A model as one file that compiled kernels read in place: how it is laid out, written, read, and made from others."""
