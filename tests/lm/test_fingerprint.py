import json
import os
from pathlib import Path

import pytest

from chatapp.lm.fingerprint import REMEMBERED, fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "tokenizer.json").write_text("{}")
    return tmp_path


def test_it_changes_with_what_decides_answers_only(folder: Path) -> None:
    first = fingerprint(folder)
    (folder / "card.json").write_text("{}")
    assert fingerprint(folder) == first
    (folder / "chat_template.jinja").write_text("hello")
    second = fingerprint(folder)
    assert second != first
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert fingerprint(folder) not in (first, second)


def test_it_is_not_computed_twice(folder: Path) -> None:
    first = fingerprint(folder)
    path = folder / "model.safetensors"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_bytes(b"WEIGHTS")
    os.utime(path, ns=times)
    assert fingerprint(folder) == first  # same size and time: it was not read again
    os.utime(path, ns=(0, 0))
    assert fingerprint(folder) != first


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"sha256": "x"})])
def test_damaged_memory_is_passed_over(content: str, folder: Path) -> None:
    first = fingerprint(folder)
    (folder / REMEMBERED).write_text(content)
    assert fingerprint(folder) == first
