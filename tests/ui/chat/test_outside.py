import pytest

from chatapp.ui.chat.outside import is_openable


@pytest.mark.parametrize("link", ["https://example.org/a?b", "HTTP://example.org", "mailto:someone@example.org"])
def test_what_a_browser_or_a_mailer_takes_is_opened(link: str) -> None:
    assert is_openable(link)


@pytest.mark.parametrize("link", ["file:///etc/passwd", "/bin/sh", "javascript:alert(1)", "smb://host/share", ""])
def test_files_and_programs_are_not(link: str) -> None:
    assert not is_openable(link)
