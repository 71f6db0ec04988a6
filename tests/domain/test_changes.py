from chatapp.domain.changes import Change


def test_changes_add_up() -> None:
    both = Change(list_changed=True, path_of=frozenset((1,))) | Change(
        messages=frozenset((2,)), path_of=frozenset((3,))
    )
    assert both == Change(list_changed=True, path_of=frozenset((1, 3)), messages=frozenset((2,)))
