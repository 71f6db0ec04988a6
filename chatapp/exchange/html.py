"""Conversations as one HTML page that needs nothing else: no script, nothing remote, every text escaped. Pure.

Markdown is drawn with raw HTML off; a picture becomes its words and a link, so that opening the page asks nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from chatapp.domain.message import Role
from chatapp.exchange.markdown import NAMES, day
from chatapp.exchange.record import AttachmentRecord, ConversationRecord, MessageRecord, path_of

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


class Page:
    """`pieces` gives the page part by part; `article` one conversation, as a PDF needs it."""

    def __init__(self) -> None:
        self._formatter: HtmlFormatter[str] = HtmlFormatter(cssclass="highlight", style="default")
        self._markdown = MarkdownIt("commonmark", {"html": False, "highlight": self._coloured})
        self._markdown.enable(["table", "strikethrough"])
        self._markdown.add_render_rule("image", _image)
        self._markdown.validateLink = _is_safe  # type: ignore[method-assign]

    def pieces(self, conversations: Iterable[ConversationRecord], title: str) -> Iterator[str]:
        colours: str = self._formatter.get_style_defs(".highlight")  # type: ignore[no-untyped-call]
        yield (
            '<!DOCTYPE html>\n<html lang="und">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>{STYLE}{colours}</style>\n"
            "</head>\n<body>\n"
        )
        for conversation in conversations:
            yield self.article(conversation)
        yield "</body>\n</html>\n"

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
        body = self._markdown.render(message.text)
        attached = "".join(_attachment(attachment) for attachment in message.attachments)
        speaker = escape(name) or NAMES[message.role]
        inside = f'<h2>{speaker}</h2><div dir="auto">{body}{attached}</div>'
        return f'<section class="{message.role.value}">{inside}</section>\n'

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
