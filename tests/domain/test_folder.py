"""Where a folder goes, by key or by hand: held against all arrangements of a few."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.folder import Folder, Place, Way, below, children, place_before, place_of

COUNT = 5


@st.composite
def arrangements(draw: st.DrawFn) -> list[Folder]:
    """Each stands at the top or in one before it, so that none stands in itself."""
    folders: list[Folder] = []
    for number in range(COUNT):
        parent = draw(st.sampled_from([None, *range(number)]))
        folders.append(Folder(number, f"{number}", parent, len(children(folders, parent))))
    return folders


def moved(folders: list[Folder], folder_id: int, place: Place) -> list[Folder]:
    """As services.folders does it."""
    beside = [folder for folder in children(folders, place.parent_id) if folder.id != folder_id]
    beside.insert(len(beside) if place.at is None else place.at, replace(folders[folder_id], parent_id=place.parent_id))
    after = {folder.id: replace(folder, position=at) for at, folder in enumerate(beside)}
    return [after.get(folder.id, folder) for folder in folders]


def shape(folders: list[Folder], parent_id: int | None = None) -> list[object]:
    return [[folder.id, shape(folders, folder.id)] for folder in children(folders, parent_id)]


@given(arrangements(), st.integers(0, COUNT - 1))
def test_each_way_has_a_way_back(folders: list[Folder], folder_id: int) -> None:
    for way, back in ((Way.UP, Way.DOWN), (Way.DOWN, Way.UP), (Way.INTO, Way.OUT)):
        place = place_of(folders, folder_id, way)
        if place is None:
            continue
        after = moved(folders, folder_id, place)
        assert shape(after) != shape(folders)
        assert folder_id not in below(after, folder_id) - {folder_id}
        home = place_of(after, folder_id, back)
        assert home is not None
        assert shape(moved(after, folder_id, home)) == shape(folders)


@given(arrangements(), st.integers(0, COUNT - 1), st.integers(0, COUNT - 1))
def test_before_another_is_right_before_it(folders: list[Folder], folder_id: int, other_id: int) -> None:
    place = place_before(folders, folder_id, other_id)
    if place.parent_id in below(folders, folder_id):
        return
    after = moved(folders, folder_id, place)
    beside = [folder.id for folder in children(after, folders[other_id].parent_id)]
    if folder_id == other_id:
        assert shape(after) == shape(folders)
    else:
        assert beside.index(folder_id) + 1 == beside.index(other_id)


def test_the_first_at_the_top_can_go_nowhere_but_down() -> None:
    folders = [Folder(0, "a"), Folder(1, "b", None, 1)]
    assert [place_of(folders, 0, way) for way in Way] == [None, Place(None, 1), None, None]
