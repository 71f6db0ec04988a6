"""The house rules that a machine can check: imports, types, style, sizes. Part of the one test command."""

import ast
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "chatapp").rglob("*.py"))

FILE_LINES, FUNCTION_LINES, CLASS_LINES, PARAMETERS = 400, 50, 250, 5
MEDIAN_FILE_LINES, MEDIAN_FUNCTION_LINES = 120, 9
# A module is one noun that says what it is about; these say nothing.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def run(*command: str) -> str:
    """Output of a tool of this environment, "" if it was content."""
    tool = shutil.which(command[0], path=str(Path(sys.executable).parent))
    assert tool, f"{command[0]} is not installed beside {sys.executable}"
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_imports_go_one_way() -> None:
    assert run("lint-imports", "--no-cache") == ""


@pytest.mark.timeout(600)
def test_types_are_strict() -> None:
    assert run("mypy") == ""


def test_style() -> None:
    assert run("ruff", "check", "--no-cache", ".") == ""
    assert run("ruff", "format", "--no-cache", "--check", ".") == ""


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path.name: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}
    assert statistics.median(lengths.values()) < MEDIAN_FILE_LINES


def test_functions_and_classes_are_short() -> None:
    found = [(path, node) for path in SOURCES for node in definitions(path)]
    functions = [(path, node) for path, node in found if not isinstance(node, ast.ClassDef)]
    classes = [(path, node) for path, node in found if isinstance(node, ast.ClassDef)]
    assert [(path.name, node.name) for path, node in functions if length(node) > FUNCTION_LINES] == []
    assert [(path.name, node.name) for path, node in classes if length(node) > CLASS_LINES] == []
    assert statistics.median(length(node) for _, node in functions) < MEDIAN_FUNCTION_LINES


def test_functions_take_few_parameters() -> None:
    crowded = [
        (path.name, node.name)
        for path in SOURCES
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
        and len(
            [
                a
                for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if a.arg not in ("self", "cls")
            ]
        )
        > PARAMETERS
    ]
    assert crowded == []


def test_modules_have_names_that_say_something_and_a_docstring() -> None:
    assert [path.name for path in SOURCES if path.stem in EMPTY_NAMES] == []
    bare = [path for path in SOURCES if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert bare == []


@pytest.mark.parametrize("module", ["chatapp.app", "chatapp.headless", "chatapp.preflight"])
def test_the_way_to_the_terminal_imports_neither_qt_nor_torch(module: str) -> None:
    program = (
        f"import sys, {module}\n"
        "heavy = sorted({'PySide6', 'torch', 'transformers', 'sqlalchemy'} & set(sys.modules))\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
