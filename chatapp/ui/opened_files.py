"""Files that a person opened with this program, in a file manager or on the command line. GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from chatapp.ui.exchange.presenter import ExchangePresenter
from chatapp.ui.model_presenter import ModelPresenter

MODEL = ".gguf"


def open_files(models: ModelPresenter, exchange: ExchangePresenter, files: Sequence[Path]) -> None:
    """A model is taken in, and everything else as conversations; what is neither is told by who reads it."""
    for file in files:
        if file.suffix.lower() == MODEL:
            models.import_path(str(file))
    if others := [file for file in files if file.suffix.lower() != MODEL]:
        exchange.import_paths(others)
