"""Models on disk and on the package index; the only package that touches the network, and only when asked to."""
