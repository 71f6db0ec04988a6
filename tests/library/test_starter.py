"""The card of the starter model."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from chatapp import paths
from chatapp.library.starter import Starter


def test_the_program_s_own_card_is_complete(tmp_path: Path) -> None:
    starter = Starter(paths.resources() / "starter.toml", tmp_path)
    assert starter.card.sha256 == "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    assert starter.card.size_bytes == 98_362_432
    assert starter.file_name == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert starter.card.is_beside is False


def test_a_card_with_a_bad_hash_is_refused(tmp_path: Path) -> None:
    text = (paths.resources() / "starter.toml").read_text(encoding="utf-8")
    (tmp_path / "starter.toml").write_text(text.replace("b179c9", "b179"), encoding="utf-8")
    with pytest.raises(ValidationError):
        Starter(tmp_path / "starter.toml", tmp_path)
