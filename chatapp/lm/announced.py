"""What a description of a model announces, held against the tensors that are there: nothing absurd is begun. Pure."""

from collections.abc import Mapping

from chatapp.lm.weights_file import DamagedFileError

LAYERS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers", "block_count")
LARGEST_GROWTH = 20
"""How many times its bytes in a file a model becomes at most: two bits and their scales become thirty-two."""
SPARE_BYTES = 1 << 20


def check_layers(stated: Mapping[str, object], tensors: int, name: str) -> None:
    """A layer has a tensor at least. DamagedFileError names the file `name`."""
    for key in LAYERS:
        count = stated.get(key, 1)
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= tensors:
            raise DamagedFileError(f"{name} announces {count} layers, and there are {tensors} tensors")


def check_size(byte_count: int, source_bytes: int, name: str) -> None:
    """Of what is to be laid out. DamagedFileError names the file `name`."""
    if byte_count > source_bytes * LARGEST_GROWTH + SPARE_BYTES:
        raise DamagedFileError(f"{name} announces a larger model than it holds")
