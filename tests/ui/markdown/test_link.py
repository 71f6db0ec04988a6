import pytest

from chatapp.ui.markdown.link import is_clickable


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.b", True),
        ("HTTP://a.b/c", True),
        ("mailto:a@b.c", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("relative/path", False),
        ("https:", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_and_mail(address: str, expected: bool) -> None:
    assert is_clickable(address) is expected
