"""Conversations, or a document, as an HTML page that needs nothing else: no script, nothing remote, all texts escaped.

Markdown is drawn with raw HTML off; a picture becomes its words and a link, so that opening the page asks nobody.
Pure."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from chatapp.domain.message import Role
from chatapp.exchange.markdown import NAMES, day
from chatapp.exchange.record import AttachmentRecord, ConversationRecord, MessageRecord, path_of
from chatapp.markup.formula_syntax import BLOCK, DISPLAY, INLINE
from chatapp.markup.grammar import new_grammar

SAFE = ("http:", "https:", "mailto:", "#")
"""What a link may begin with; any other is shown as text."""
LONGEST_CODE = 100_000  # characters that are worth colouring
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --text: #1c1c1c; --ground: #ffffff; --quiet: #5a5a5a; --tint: #eef3fa;
  --code: #f5f5f5; --line: #d8d8d8; }
@media (prefers-color-scheme: dark) { :root { --text: #ececec; --ground: #1b1b1b; --quiet: #a8a8a8;
  --tint: #232c38; --code: #262626; --line: #3c3c3c; } .highlight { filter: invert(1) hue-rotate(180deg); } }
body { margin: 0 auto; padding: 24px 16px; max-width: 45rem; font: 1.05rem/1.5 system-ui, sans-serif;
  color: var(--text); background: var(--ground); overflow-wrap: break-word; }
article + article { border-top: 1px solid var(--line); margin-top: 48px; padding-top: 24px; }
h1 { font-size: 1.4rem; } header p, h2 { color: var(--quiet); font-size: 0.9rem; margin: 0 0 4px; }
section { margin: 24px 0; } section > div { padding: 0; }
section.user > div { background: var(--tint); border-radius: 8px; padding: 4px 12px; }
pre { background: var(--code); border-radius: 8px; padding: 12px; overflow-x: auto; direction: ltr;
  text-align: left; } code, pre { font-family: ui-monospace, monospace; font-size: 0.95em; }
.highlight, .highlight pre { background: #f5f5f5; color: #1c1c1c; border-radius: 8px; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 4px 8px; }
blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 12px; color: var(--quiet); }
@media print { body { max-width: none; padding: 0; } section { break-inside: auto; } pre { white-space: pre-wrap; } }
"""


FOOT = "</body>\n</html>\n"


class Page:
    """`pieces` gives the page part by part; `article` and `text_article` what stands on it, as a PDF needs it."""

    def __init__(self) -> None:
        self._formatter: HtmlFormatter[str] = HtmlFormatter(cssclass="highlight", style="default")
        self._markdown = new_grammar(highlight=self._coloured)
        self._markdown.add_render_rule("image", _image)
        self._markdown.add_render_rule("html_inline", _box)
        for kind in (INLINE, DISPLAY, BLOCK):
            self._markdown.add_render_rule(kind, _formula)
        self._rendered = 0
        self._markdown.validateLink = _is_safe  # type: ignore[method-assign]  # how it is set

    def pieces(self, conversations: Iterable[ConversationRecord], title: str) -> Iterator[str]:
        yield self._head(title)
        for conversation in conversations:
            yield self.article(conversation)
        yield FOOT

    def of_text(self, title: str, text: str) -> str:
        """A page of a document."""
        return self._head(title) + self.text_article(text) + FOOT

    def text_article(self, text: str) -> str:
        return f'<article dir="auto">{self._render(text)}</article>\n'

    def _head(self, title: str) -> str:
        colours: str = self._formatter.get_style_defs(".highlight")  # type: ignore[no-untyped-call]  # untyped in Pygments
        return (
            '<!DOCTYPE html>\n<html lang="und">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>{STYLE}{colours}</style>\n"
            "</head>\n<body>\n"
        )

    def article(self, conversation: ConversationRecord) -> str:
        title = escape(conversation.title) or "Conversation"
        header = f"<header><h1>{title}</h1><p>{day(conversation.created_at)}</p></header>"
        written = conversation.document
        said = (
            "" if written is None else f'<section><div dir="auto">{self._markdown.render(written.text)}</div></section>'
        )
        said += "".join(self._section(message) for message in path_of(conversation))
        return f'<article dir="auto">{header}\n{said}</article>\n'

    def _section(self, message: MessageRecord) -> str:
        name = message.run.model_name if message.role is Role.ASSISTANT and message.run else ""
        body = self._render(message.text)
        attached = "".join(_attachment(attachment) for attachment in message.attachments)
        speaker = escape(name) or NAMES[message.role]
        inside = f'<h2>{speaker}</h2><div dir="auto">{body}{attached}</div>'
        return f'<section class="{message.role.value}">{inside}</section>\n'

    def _render(self, text: str) -> str:
        """Footnotes of several texts on a page are told apart."""
        self._rendered += 1
        html: str = self._markdown.render(text, {"docId": str(self._rendered)})
        return html

    def _coloured(self, code: str, language: str, _attributes: str) -> str:
        """ "" leaves it to the plain, escaped form."""
        if not language or len(code) > LONGEST_CODE:
            return ""
        try:
            lexer = get_lexer_by_name(language, stripnl=False)
        except ClassNotFound:
            return ""
        coloured = highlight(code, lexer, self._formatter)
        start, end = coloured.index("<pre>"), coloured.rindex("</pre>")
        inside = coloured[start + len("<pre>") : end]
        return f'<pre class="highlight"><code>{inside}</code></pre>\n'


def _attachment(attachment: AttachmentRecord) -> str:
    return f"<details open><summary>{escape(attachment.name)}</summary><pre>{escape(attachment.text)}</pre></details>\n"


def _is_safe(url: str) -> bool:
    return url.strip().lower().startswith(SAFE)


def _image(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    words = self.renderInlineAsText(token.children, options, env) if token.children else ""
    address = str(token.attrGet("src") or "")
    return f'<a href="{escape(address)}">{escape(words or address)}</a>'


def _box(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    """The only HTML among tokens is the box of a task."""
    return "☑" if "checked=" in tokens[place].content else "☐"


def _formula(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    source = f"<code>{escape(token.markup or token.content)}</code>"
    return f"<p>{source}</p>\n" if token.block else source
