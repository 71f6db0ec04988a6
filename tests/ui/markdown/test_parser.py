from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.ui.markdown.parser import parse


@given(st.text(alphabet="[]()!*_`>-#|: \n\\x1.^&<~", max_size=200))
@settings(max_examples=200, deadline=None)
def test_it_never_raises(text: str) -> None:
    parsed = parse(text)
    assert all(token.level >= 0 for token in parsed.tokens)


def test_deep_nesting_is_survived() -> None:
    assert parse(">" * 5_000 + " x").tokens


def test_definitions_are_carried_on() -> None:
    first = parse("[a]: https://a.b\n")
    assert first.looks_around()
    assert not first.looks_around(first.references)
    second = parse("[a]", first.references)
    assert any(child.type == "link_open" for child in second.tokens[1].children or ())


def test_plain_text_looks_nowhere() -> None:
    assert not parse("- [ ] task\n\n[x] and [^2]\n").looks_around()
