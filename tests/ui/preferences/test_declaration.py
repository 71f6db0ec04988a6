import pytest

from chatapp.settings import Generation, Settings, Window
from chatapp.ui.preferences.declaration import Declaration, Kind, declarations

DECLARED = {(declaration.section, declaration.key): declaration for declaration in declarations()}


def test_every_setting_has_a_row_but_what_the_window_remembers_by_itself() -> None:
    assert {key for section, key in DECLARED if section == "generation"} == set(Generation.model_fields)
    assert ("window", "theme") in DECLARED
    assert ("window", "geometry") not in DECLARED
    assert all(declaration.title and declaration.description for declaration in DECLARED.values())


@pytest.mark.parametrize("declaration", DECLARED.values(), ids=lambda declaration: declaration.key)
def test_a_default_is_of_its_kind_and_in_its_range(declaration: Declaration) -> None:
    assert declaration.value(Settings()) == declaration.default
    section = declaration.changed(Settings(), declaration.default)
    assert getattr(section, declaration.key) == declaration.default
    if declaration.kind is Kind.CHOICE:
        assert declaration.default in declaration.labels


@pytest.mark.parametrize("declaration", DECLARED.values(), ids=lambda declaration: declaration.key)
def test_the_ends_of_a_range_are_taken_and_what_lies_beyond_is_refused(declaration: Declaration) -> None:
    for end, step in ((declaration.least, -1), (declaration.most, 1)):
        if end is not None:
            as_declared = float if declaration.kind in (Kind.NUMBER, Kind.SHARE) else int
            assert declaration.changed(Settings(), as_declared(end))
            with pytest.raises(ValueError, match="than"):
                declaration.changed(Settings(), as_declared(end + step))


def test_the_kind_follows_the_type() -> None:
    kinds = {key: declaration.kind for (_, key), declaration in DECLARED.items()}
    assert (kinds["theme"], kinds["top_k"], kinds["seed"], kinds["stop"]) == (
        Kind.CHOICE,
        Kind.WHOLE,
        Kind.OPTIONAL,
        Kind.LINES,
    )
    assert (kinds["zoom"], kinds["temperature"], kinds["system_prompt"]) == (Kind.SHARE, Kind.NUMBER, Kind.TEXT)
    assert Window().theme == "system"
