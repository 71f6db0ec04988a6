"""What people read: Markdown, HTML that asks nobody for anything, and lines for training."""

import json
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.message import Role, Status
from chatapp.exchange import markdown, training
from chatapp.exchange.html import Page
from chatapp.exchange.record import (
    AttachmentRecord,
    ConversationRecord,
    MessageRecord,
    SettingsRecord,
    path_of,
)
from tests.exchange.test_archive import NOW, sample
from tests.exchange.trees import conversations

NAUGHTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![pixel](https://evil.example/p.png) "
    "[click](javascript:alert(1)) [home](https://example.org) `<b>`\n\n```html\n<iframe src='https://evil.example'>\n```"
)


def saying(text: str, title: str = "Title", **changes: object) -> ConversationRecord:
    message = MessageRecord(
        uid="1" * 32, parent=None, role=Role.ASSISTANT, status=Status.COMPLETE, created_at=NOW, text=text
    )
    said = message.model_copy(update=changes)
    return sample().model_copy(update={"title": title, "messages": (said,), "head": "1" * 32})


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def page(*records: ConversationRecord) -> str:
    return "".join(Page().pieces(records, "Causerie"))


def test_html_has_no_script_and_nothing_remote() -> None:
    attached = (AttachmentRecord(name="<i>name</i>", text="<b>text</b>"),)
    found = Tags(page(saying(NAUGHTY, "<h1>title</h1>", attachments=attached)))
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "form", "base", "b", "i"}
    assert [attributes["href"] for tag, attributes in found.tags if tag == "a"] == [
        "https://evil.example/p.png",
        "https://example.org",
    ]
    assert not any(name.startswith("on") or name == "src" for _, attributes in found.tags for name in attributes)
    assert "<script>alert(1)</script>" in found.words
    assert "<b>text</b>" in found.words


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=30))
def test_html_is_sound_whatever_was_said(text: str, title: str) -> None:
    found = Tags(page(saying(text, title)))
    assert not {tag for tag, _ in found.tags} & {"script", "img", "iframe"}
    assert not re.search("url\\(|@import", page(saying("x")))
    hrefs = [attributes["href"] or "" for tag, attributes in found.tags if tag == "a"]
    assert all(href.lower().startswith(("http:", "https:", "mailto:", "#")) for href in hrefs)


def test_html_is_drawn() -> None:
    drawn = page(saying("**bold** and\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nprint(1)\n```"))
    assert "<strong>bold</strong>" in drawn
    assert "<td>1</td>" in drawn
    assert '<pre class="highlight"><code><span></span><span class="nb">print</span>' in drawn


def test_the_shown_path_is_what_is_written() -> None:
    texts = ["text 1", "text 2"]
    assert [message.text for message in path_of(sample())] == texts
    for written in ("".join(markdown.pieces([sample()])), page(sample())):
        assert [text for text in ("text 1", "text 2", "text 3") if text in written] == texts


def test_markdown_names_who_speaks() -> None:
    attached = (AttachmentRecord(name="a*b.txt", text="```\ninside\n```"),)
    written = "".join(markdown.pieces([saying("said", "A *star*", attachments=attached), sample()]))
    assert written.startswith("# A \\*star\\*\n")
    assert "## Assistant\n\nsaid\n\na\\*b.txt\n\n````\n```\ninside\n```\n````\n\n---\n\n# Sample\n" in written
    assert "## You\n\ntext 1\n" in written


def test_training_has_a_line_for_each_conversation_with_an_answer() -> None:
    prompted = sample().model_copy(update={"settings": SettingsRecord(system_prompt="Be brief.")})
    silent = sample().model_copy(update={"head": sample().messages[0].uid})
    lines = [json.loads(line) for line in training.pieces([prompted, silent, saying("", status=Status.FAILED)])]
    assert lines == [
        {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "text 1"},
                {"role": "assistant", "content": "text 2"},
            ]
        }
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(conversations(), max_size=2))
def test_every_writer_takes_every_conversation(records: list[ConversationRecord]) -> None:
    assert page(*records).endswith("</html>\n")
    assert "".join(markdown.pieces(records)).count("# ") >= len(records)
    for line in training.pieces(records):
        assert line.endswith("\n")
        assert json.loads(line)["messages"]
