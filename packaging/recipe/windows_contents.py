"""What a setup program for Windows holds, asked of itself, against what it should and must not hold."""

import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from recipe import leftovers
from recipe.command import MissingToolError, has, output

EXPECTED = (
    *("_internal/torch/lib/torch_cpu.dll", "_internal/torch/lib/torch_python.dll", "_internal/torch/lib/c10.dll"),
    *("_internal/llvmlite/binding/*llvmlite.dll", "_internal/numba/*", "_internal/tokenizers/tokenizers.pyd"),
    *("_internal/PySide6/QtWidgets.pyd", "_internal/PySide6/Qt6Widgets.dll"),
    *("_internal/PySide6/plugins/platforms/qwindows.dll", "_internal/PySide6/plugins/imageformats/qsvg.dll"),
    *("_internal/PySide6/plugins/tls/qschannelbackend.dll", "_internal/PySide6/translations/qtbase_zh_CN.qm"),
    *("_internal/transformers/models/llama/*", "_internal/transformers/models/auto/*", "_internal/qtawesome/fonts/*"),
    *("_internal/resources/starter.toml", "_internal/resources/i18n/*", "_internal/resources/licences.txt"),
    *("_internal/chatapp/storage/migrations/versions/0001_first_tables.py", "_internal/chatapp/lm/cpu/step.py"),
    *("models/*/packed.safetensors", "models/*/tokenizer.json", "models/*/fingerprint.json"),
)
FROZEN = ("causerie.exe", "_internal/python3*.dll", "_internal/base_library.zip")
"""These only a freezer on Windows makes."""
FORBIDDEN = (
    *(
        "*.so",
        "*.so.*",
        "*.dylib",
        "*.pdb",
        "*.lib",
        "*.h",
        "_internal/numba/*.cu",
        "*/__pycache__/*",
        "data/*",
        "portable",
    ),
    *(
        "*.sqlite3",
        "*settings.toml",
        "*readline*",
        "_internal/*pytest/*",
        "_internal/hypothesis/*",
        "*/Qt6Qml*",
        "*/Qt6Quick*",
        "*/Qt6Pdf*",
    ),
    *("_internal/transformers/models/wav2vec2/*", "_internal/transformers/models/sam/*"),
)
LONGEST = 180
"""Characters of a path below the program's folder: Windows takes 260, and a user's folder has its share of them."""
_ENTRY = re.compile(r"^Path = (.+)$", re.MULTILINE)


def listed(setup: Path) -> list[str]:
    """The paths in a setup program, with slashes; NSIS's own parts, whose names have a $, left out."""
    if not has("7z"):
        raise MissingToolError("7z is needed and not installed")
    paths = (path.replace("\\", "/") for path in _ENTRY.findall(output(["7z", "l", "-slt", "-ba", setup])))
    return sorted(path for path in paths if not path.startswith("$") and path != "uninstall.exe")


def faults(paths: Collection[str], is_frozen: bool = True) -> Iterator[str]:
    """One sentence for each; none for a setup program that is as it should be."""
    for pattern in (*EXPECTED, *(FROZEN if is_frozen else ())):
        if not any(fnmatch(path, pattern) for path in paths):
            yield f"there is no {pattern}"
    for path in paths:
        if any(fnmatch(path, pattern) for pattern in FORBIDDEN):
            yield f"{path} has no business there"
        elif leftovers.is_left_out(path.removeprefix("_internal/")):
            yield f"{path} was to be left out"
        if len(path) > LONGEST:
            yield f"{path} is too long for Windows"
