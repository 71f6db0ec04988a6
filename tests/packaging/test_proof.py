"""The parts of the proof in a bare Debian that need neither root nor minutes."""

from pathlib import Path

from recipe import older_home, tree
from recipe.edition import Edition
from recipe.screen import wait_until

from chatapp.lm.kernels.families import FAMILIES
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.opening import open_store


def test_the_next_version_is_one_more() -> None:
    assert Edition("0.1.9", "linux", "x86_64", "cpu").following().version == "0.1.10"


def test_an_older_home_is_taken_over_by_this_version(tmp_path: Path) -> None:
    home = tmp_path / "home"
    older_home.make(home)
    database = home / older_home.DATABASE
    assert older_home.revision(database) == older_home.FIRST
    told = older_home.messages(database)
    assert [role for role, _status, _text in told] == ["user", "assistant"]
    open_store(Paths(home)).store.close()
    assert older_home.revision(database) == schema.NEWEST
    assert older_home.messages(database) == told
    assert older_home.messages(tmp_path / "nothing") == []


def test_code_is_made_for_every_family_that_the_program_knows() -> None:
    assert tree.PRECOMPILED["x86_64"] == tuple(family.name for family in FAMILIES)
    assert Edition("1.2.3", "windows", "amd64", "cpu").processor == "x86_64"


def test_waiting_ends_when_it_is_so(tmp_path: Path) -> None:
    assert wait_until(tmp_path.exists, "the folder") >= 0
