"""What is looked for in a document, and what takes its place. Pure but for Qt's expressions, which give up where
Python's would try for ever, and count as Qt's documents do.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression, QRegularExpressionMatch

GROUP = re.compile(r"\\(\\|n|t|\d)")
SIGNS = {"\\": "\\", "n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Wanted:
    words: str = ""
    is_whole_word: bool = False
    has_case: bool = False
    is_expression: bool = False


def expression_of(wanted: Wanted) -> QRegularExpression:
    """Not valid where the person's own expression is none."""
    pattern = wanted.words if wanted.is_expression else QRegularExpression.escape(wanted.words)
    if wanted.is_whole_word:
        pattern = rf"\b(?:{pattern})\b"
    option = QRegularExpression.PatternOption
    options = option.UseUnicodePropertiesOption | option.MultilineOption
    if not wanted.has_case:
        options |= option.CaseInsensitiveOption
    return QRegularExpression(pattern, options)


def replacement_of(match: QRegularExpressionMatch, words: str, *, is_expression: bool) -> str:
    """In an expression's replacement \\1 is its first group, \\0 all that was found, \\n a line end."""
    if not is_expression:
        return words
    return GROUP.sub(lambda sign: SIGNS.get(sign[1]) or match.captured(int(sign[1])), words)
