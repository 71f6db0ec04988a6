"""Which of transformers' families go into the bundle: those that the program can run, and what their code imports.

Its `models` package names all of them, so a freezer takes the lot, image and sound models included; a list of names
alone would break much later, when a family turns out to borrow from another.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "transformers.models"
ALWAYS = ("auto", "deprecated")

_CLASS = re.compile(r"^class (\w+)", re.MULTILINE)
_IMPORT = re.compile(
    r"^[ \t]*from (?:transformers\.models\.|\.\.\.models\.|\.\.)(\w*)[\w.]* import (.*)$", re.MULTILINE
)


def folder() -> Path:
    spec = find_spec("transformers")
    if spec is None or spec.origin is None:
        raise ImportError("transformers is not installed")
    return Path(spec.origin).parent / "models"


def wanted(models: Path) -> set[str]:
    """Families with a causal model, as transformers' own table has them."""
    table = _table(models / "auto" / "modeling_auto.py", "MODEL_FOR_CAUSAL_LM_MAPPING_NAMES")
    special = _table(models / "auto" / "auto_mappings.py", "SPECIAL_MODEL_TYPE_TO_MODULE_NAME")
    names = {special.get(name, name.replace("-", "_")) for name in table}
    return {name for name in names if (models / name).is_dir()}


def closure(models: Path, names: Iterable[str]) -> set[str]:
    """The families, and all that their files import of other families."""
    found: set[str] = set()
    waiting = {*names, *(name for name in ALWAYS if (models / name).is_dir())}
    while waiting:
        name = waiting.pop()
        found.add(name)
        borrowed = {other for file in sorted((models / name).glob("*.py")) for other in _borrowed(file)}
        waiting |= {other for other in borrowed - found if (models / other).is_dir()}
    return found


def tokenizers_of(models: Path, names: Iterable[str]) -> set[str]:
    """Families whose tokenizer one of these uses, and those that the reading of GGUF files knows."""
    table = _table(models / "auto" / "tokenization_auto.py", "TOKENIZER_MAPPING_NAMES")
    classes = {table.get(name) or table.get(name.replace("_", "-"), "") for name in names}
    files = sorted(models.glob("*/tokenization_*.py"))
    homes = {name: file.parent.name for file in files for name in _classes(file)}
    reading = models.parent / "integrations" / "gguf"
    used = {other for file in sorted(reading.glob("*.py")) for other in _borrowed(file)}
    return {homes[name] for name in classes if name in homes} | {name for name in used if (models / name).is_dir()}


def excluded() -> list[str]:
    """Module names of the families that stay out."""
    models = folder()
    runnable = wanted(models)
    kept = closure(models, runnable | tokenizers_of(models, runnable))
    all_of_them = {path.name for path in models.iterdir() if (path / "__init__.py").is_file()}
    return sorted(f"{PACKAGE}.{name}" for name in all_of_them - kept)


def _borrowed(file: Path) -> Iterator[str]:
    """What a line imports of another family. Read as text: five hundred files are parsed in half a minute."""
    if file.name.startswith(("modular_", "convert_", "image_processing_", "video_processing_")):
        return  # sources of generated files and tools that the program never imports
    for module, names in _IMPORT.findall(file.read_text(encoding="utf-8")):
        yield from [module] if module else [name.strip() for name in names.split(",")]


def _classes(file: Path) -> list[str]:
    return _CLASS.findall(file.read_text(encoding="utf-8"))


def _table(file: Path, name: str) -> dict[str, str]:
    """The pairs of `NAME = OrderedDict([...])` in a source file, read without importing it; of a condition or a tuple
    the first name."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=ast.Call(args=[ast.List(elts=pairs)])) if found == name:
                return dict(_pair(pair) for pair in pairs if isinstance(pair, ast.Tuple))
    raise LookupError(f"{file.name} has no {name}")


def _pair(pair: ast.Tuple) -> tuple[str, str]:
    key, value = pair.elts
    names = [str(node.value) for node in ast.walk(value) if isinstance(node, ast.Constant) and node.value]
    return ast.literal_eval(key), names[0] if names else ""
