"""Words in the window's code that would reach the screen without a translation. Reads source, runs none of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SHOWN_BY = """
    QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction QMenu QDockWidget QProgressDialog IconButton
    BannerAction Notice setText setToolTip setStatusTip setWhatsThis setWindowTitle setPlaceholderText setAccessibleName
    setAccessibleDescription setTitle setInformativeText setDetailedText setLabelText setSuffix setPrefix
    setSpecialValueText addAction addMenu addTab addButton addItem addSection addRow showMessage set_label show_notice
    show_warning tell_done QAccessibleAnnouncementEvent
""".split()  # noqa: SIM905 - a list of words
KEYED = ("show_notice", "show_warning")  # whose first argument is a name that nobody sees
OWN = "translation_catalogue.py"
TRANSLATE = {"tr", "translate"}
WORD = re.compile(r"[^\W\d_]{2,}")


def untranslated(path: Path) -> Iterator[str]:
    """`line: text`, for each literal shown as it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node) in SHOWN_BY:
            first = 1 if _name(node) in KEYED else 0
            for argument in [*node.args[first:], *(keyword.value for keyword in node.keywords)]:
                for line, text in _literals(argument):
                    yield f"{path.name}:{line}: {text}"


def unreadable(path: Path) -> Iterator[str]:
    """Translations of what lupdate can't read: f-strings, variables, sums, and another object's `tr`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == "tr" and path.name != OWN:
            yield f"{path.name}:{node.lineno}: a `tr` of its own, whose context lupdate can't know"
        if isinstance(node, ast.Call) and _name(node) in TRANSLATE and node.args and path.name != OWN:
            count = 2 if _name(node) == "translate" else 1
            owner = ast.unparse(node.func).rpartition(".")[0]
            is_own = owner in ("self", "") if _name(node) == "tr" else owner in ("", "QCoreApplication")
            if not is_own or not all(isinstance(argument, ast.Constant) for argument in node.args[:count]):
                yield f"{path.name}:{node.lineno}: {ast.unparse(node)}"
            elif any("%n" in str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)):
                yield f"{path.name}:{node.lineno}: English has no catalogue: one and many are sentences of their own"


def _literals(node: ast.expr) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and WORD.search(node.value):
            yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.Constant):
                yield from _literals(part)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")
