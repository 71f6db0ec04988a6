"""Names a model by what it is: a sha256 over the files that decide its answers. Remembered in the folder itself."""

import hashlib
import json
from pathlib import Path

State = list[list[str | int]]

REMEMBERED = "fingerprint.json"
PATTERNS = (
    "*.safetensors",
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
)


def fingerprint(folder: Path) -> str:
    """Hashes the files anew only if one's size or time of change is another than when it was remembered."""
    files = sorted({path for pattern in PATTERNS for path in folder.glob(pattern)})
    state: State = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]
    known = _remembered(folder, state)
    if known is not None:
        return known
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.name}\0{file_sha256(path)}\n".encode())
    made = whole.hexdigest()
    _remember(folder, state, made)
    return made


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(folder: Path, state: State) -> str | None:
    try:
        known = json.loads((folder / REMEMBERED).read_text(encoding="utf-8"))
        return str(known["sha256"]) if known["files"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(folder: Path, state: State, sha256: str) -> None:
    aside = folder / f"{REMEMBERED}.new"
    try:
        aside.write_text(json.dumps({"sha256": sha256, "files": state}), encoding="utf-8")
        aside.replace(folder / REMEMBERED)
    except OSError:
        return  # a folder that cannot be written is hashed at each start
