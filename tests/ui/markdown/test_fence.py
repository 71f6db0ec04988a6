import pytest

from chatapp.ui.markdown.fence import open_fence


@pytest.mark.parametrize("text", ["", "text", "```", "``` a`b\n", "```\nx\n```", "~~~py\nx\n~~~~  ", "    ```\nx"])
def test_no_open_fence(text: str) -> None:
    assert open_fence(text) is None


@pytest.mark.parametrize(
    ("text", "language", "lines"),
    [
        ("```\n", "", [""]),
        ("```Python title\nx = 1\n``", "python", ["x = 1", "``"]),
        ("~~~~\n~~~\n```\n", "", ["~~~", "```", ""]),
    ],
)
def test_an_open_fence(text: str, language: str, lines: list[str]) -> None:
    opened = open_fence(text)
    assert opened is not None
    assert (opened[0].language, opened[1]) == (language, lines)


def test_code_loses_the_indentation_of_its_fence() -> None:
    opened = open_fence("  ```\n")
    assert opened is not None
    assert [opened[0].code(line) for line in ("    a", " b", "c")] == ["  a", "b", "c"]
