"""Which version is newer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.release import Release, is_newer, is_version

VERSIONS = st.lists(st.integers(0, 12), min_size=2, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))


@given(VERSIONS, VERSIONS)
def test_of_two_versions_one_is_newer_or_they_are_the_same(one: str, other: str) -> None:
    assert not (is_newer(one, other) and is_newer(other, one))
    assert not is_newer(one, one)
    assert is_newer(f"1.{one}", f"0.{other}")


def test_numbers_are_no_words() -> None:
    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("1.2", "1.2.0")
    assert not is_newer("0.1.0", "0.1.1")


@pytest.mark.parametrize("text", ["", "1", "1.2rc1", "v1.2", "1.2.3.4.5", "1..2", "１.２", "1.2\n", "9999999.0"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert not is_version(text)
    with pytest.raises(ValueError, match="no version"):
        is_newer(text, "1.0")


def test_notes_are_english_where_there_are_no_others() -> None:
    release = Release("1.0", "https://example.org", {"en": "New", "zh_CN": "新"})
    assert [release.notes_in(language) for language in ("zh_CN", "en_GB")] == ["新", "New"]
    assert Release("1.0", "https://example.org", {}).notes_in("en") == ""
