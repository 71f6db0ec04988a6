"""The Markdown that the whole program knows: CommonMark, tables, strikethrough, task lists, footnotes, bare links,
formulas. Raw HTML is text."""

from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from chatapp.markup.formula_syntax import formula_plugin


def new_grammar(**options: object) -> MarkdownIt:
    """One of its own, for who draws with it."""
    markdown = MarkdownIt("commonmark", {"html": False, **options}).enable(["table", "strikethrough"])
    return markdown.use(tasklists_plugin).use(footnote_plugin).use(gfm_autolink_plugin).use(formula_plugin)


@cache
def grammar() -> MarkdownIt:
    return new_grammar()
