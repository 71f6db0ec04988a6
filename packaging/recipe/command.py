"""Runs the tools that a build needs, and says which one is missing."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class MissingToolError(Exception):
    """Its message names the tool, and so what to install."""


def has(tool: str) -> bool:
    return shutil.which(tool) is not None


def run(command: Sequence[str | Path], cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Raises subprocess.CalledProcessError where it ends badly; its words go where ours go."""
    words = [str(word) for word in command]
    if not has(words[0]):
        raise MissingToolError(f"{words[0]} is needed and not installed")
    subprocess.run(words, cwd=cwd, env=None if environment is None else {**os.environ, **environment}, check=True)


def output(command: Sequence[str | Path]) -> str:
    """What it prints, "" where it fails or is not there."""
    words = [str(word) for word in command]
    if not has(words[0]):
        return ""
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout
