"""The English sentences that the program says outside its window: problems, remedies, stages, titles of settings.

Read off the source, since those parts know no translation: a text counts that reads like words for a person and is
not on its way into a log, an internal error or a query. An f-string becomes a template with places {0}, {1} ...
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "chatapp"
ELSEWHERE = ("ui/", "app.py", "headless.py", "diagnosis.py", "preflight.py", "self_check.py", "logs.py")
"""The window has contexts of its own; a terminal speaks English."""
SILENT = (
    "tasks/",
    "exchange/html.py",
    "exchange/document/docx_styles.py",
    "exchange/document/odt_styles.py",
    "exchange/document/docx_looks.py",
    "storage/migrations",
    "storage/tables.py",
    "storage/wreck.py",
    "lm/kernels",
    "lm/cpu/",
)
LOGGING = {"debug", "info", "warning", "error", "exception"}
INTERNAL_ERRORS = {"ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "OSError"}
INTERNAL_CALLS = (
    LOGGING | INTERNAL_ERRORS | {"execute", "exec_driver_sql", "text", "compile", "DamagedValueError", "SignatureError"}
)
NAMED_CALLS = {"Problem", "TaskProgress", "Leg", "Field", "ConfigDict", "Step", "arrange", "report"}
"""Whose every text is for a person, be it one word."""
CODE = re.compile(r"[<>=%_^|\\~]|\b[A-Z]{5,}\b|::|\w\(\)|PRAGMA|SELECT|-src |\n  |^-")
COUNTED = re.compile(r"1 [a-z]{4,}|\{0\} [a-z]{4,}s|[a-z]{4,} \{0\}")  # "1 message", "{0} messages", "message {0}"
WORDS = re.compile(r"[A-Za-z]{2,}")


def sentences() -> set[str]:
    names = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))]
    heard = [name for name in names if not name.startswith(ELSEWHERE + SILENT)]
    trees = [ast.parse((PACKAGE / name).read_text(encoding="utf-8")) for name in heard]
    constants: dict[str, set[str]] = {}
    for tree in trees:
        for name, text in _constants(tree):
            constants.setdefault(name, set()).add(text)
    found = set(_starter())
    for tree in trees:
        found.update(_texts(tree, constants, is_named=False))
    return found


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Texts that a module gives names to, one or several on a line."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs: list[tuple[ast.expr, ast.expr]] = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for name, text in pairs:
                if isinstance(name, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield name.id, text.value


def _texts(node: ast.AST, constants: Mapping[str, set[str]], *, is_named: bool) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = _name(node)
        if name in INTERNAL_CALLS:
            return
        is_named = name in NAMED_CALLS or (is_named and not name)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    elif isinstance(node, ast.Name) and is_named:
        yield from (text for text in constants.get(node.id, ()) if _is_said(text, is_named=True))
    text = _template(node)
    if text is not None:
        if _is_said(text, is_named=is_named):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, constants, is_named=is_named and not isinstance(node, ast.Lambda))


def _is_said(text: str, *, is_named: bool) -> bool:
    if CODE.search(text.replace("{0}", "")) or not WORDS.search(text):
        return False
    return (
        (is_named and text[0].isupper())
        or COUNTED.fullmatch(text) is not None
        or (" " in text and len(WORDS.findall(text)) > 1)
    )


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts: list[str] = []
    place = 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            parts.append(f"{{{place}}}")
            place += 1
    return "".join(parts)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def _starter() -> Iterator[str]:
    card = tomllib.loads((ROOT / "resources" / "starter.toml").read_text(encoding="utf-8"))
    yield str(card["description"])
