"""The words of the token view: a token and its rivals as a person reads them. GUI thread."""

from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from chatapp.domain.token_view import Choice, TokenSpan

MARKS = {"\n": "↵", "\t": "⇥"}


translate = QCoreApplication.translate


def shown(choice: Choice) -> str:
    """A choice's text so that it can be seen: line ends as marks, spaces at the front left out unless there is nothing
    else."""
    if choice.text is None:
        return translate("TokenView", "(part of a character)")
    if not choice.text:
        return translate("TokenView", "(end of the answer)")
    text = "".join(MARKS.get(character, character) for character in choice.text.strip(" "))
    return text or "␣" * len(choice.text)


def share(probability: float) -> str:
    """In percent, with as many digits as tell something."""
    percent = 100 * probability
    if percent < 0.1:
        return translate("TokenView", "< {0} %").format(QLocale().toString(0.1, "f", 1))
    return translate("TokenView", "{0} %").format(QLocale().toString(percent, "f", 0 if percent >= 10 else 1))


def surprise(span: TokenSpan) -> str:
    bits = QLocale().toString(min(span.surprise, 99.0), "f", 1)
    return translate("TokenView", "Choice {0} of the model, {1} bits of surprise").format(
        QLocale().toString(span.rank), bits
    )


def tool_tip(span: TokenSpan) -> str:
    """Rich text: the choices with their shares, the one that was taken in bold."""
    rows = []
    for choice in span.choices:
        word, percent = escape(shown(choice)), escape(share(choice.probability))
        cells = f"<td align='right'>{percent}</td><td>&nbsp;{word}</td>"
        rows.append(f"<tr>{cells.replace(word, f'<b>{word}</b>') if choice.is_taken else cells}</tr>")
    return f"<div>{escape(surprise(span))}</div><table>{''.join(rows)}</table>"
