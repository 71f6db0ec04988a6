from chatapp.domain.section import LONGEST_PLAN, outline, section_at, sections, unwritten

TEXT = "Before\n\n# One\n\nA sentence.\n\n## Two ##\nAnother.\n\n\n## Three"


def test_sections_end_where_their_words_do() -> None:
    assert [(one.heading, TEXT[one.start : one.end]) for one in sections(TEXT)] == [
        ("One", "# One\n\nA sentence."),
        ("Two", "## Two ##\nAnother."),
        ("Three", "## Three"),
    ]
    assert outline(TEXT) == "# One\n## Two ##\n## Three"


def test_the_section_of_a_place() -> None:
    found = [section_at(TEXT, place) for place in (0, TEXT.index("Another"), len(TEXT))]
    assert [one.heading for one in found if one is not None] == ["One", "Two", "Three"]
    assert section_at("no headings", 3) is None


def test_what_is_to_be_written_has_nothing_or_a_plan() -> None:
    plan = "a" * (LONGEST_PLAN + 1)
    text = f"# Title\nA few words.\n\n## One\nWhat it says.\n\n## Two\n\nOne.\n\nTwo.\n\n## Three\n{plan}\n\n## Four"
    assert [one.heading for one in unwritten(text)] == ["One", "Four"]
    assert [one.heading for one in unwritten("# A\n# B\n## C\n\n### D")] == ["A", "D"]
    assert unwritten("no headings") == []
