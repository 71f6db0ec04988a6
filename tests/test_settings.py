from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chatapp.lm.means import Means
from chatapp.settings import Generation, Model, Settings, SettingsFile, Window, load, validate


def test_what_is_changed_is_there_after_a_restart(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.change(window=Window(theme="dark"), generation=Generation(stop=("a\n", "\"'"), seed=7))
    again = SettingsFile(tmp_path / "settings.toml")
    assert again.current == file.current
    assert (again.current.window.theme, again.current.generation.stop) == ("dark", ("a\n", "\"'"))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_an_override_is_never_saved(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.override_generation(temperature=0.0, seed=3)
    file.override_packing("int4")
    file.change(window=Window(zoom=2))
    assert (file.current.generation.temperature, file.current.generation.options(9).seed) == (0.0, 3)
    assert file.current.model.packing == "int4"
    again = SettingsFile(tmp_path / "settings.toml").current
    assert (again.generation, again.model) == (Generation(), Model())


def test_a_bad_value_falls_back_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[generation]\ntemperature = "hot"\ntop_k = 7\nnew = 1\n[window]\ntheme = "pink"\n[model]\nlast = 3\n'
    )
    loaded = load(path)
    assert loaded.settings.generation == Generation(top_k=7)
    assert loaded.settings.window == Window()
    assert len(loaded.warnings) == 3


def test_a_section_that_is_none_falls_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("generation = 3\n")
    assert load(path).settings == Settings()


def test_what_a_model_is_loaded_with_and_what_an_answer_is_drawn_with() -> None:
    assert Means(*Model(kv_cache="int8", threads=2).means()) == Means(2, 1 << 30, 2 << 30, "int8")
    assert Means(*Model().means()).kv_cache is None
    options = Generation(presence_penalty=0.5, frequency_penalty=-1, min_tokens=4).options(1)
    assert (options.sampling.presence_penalty, options.sampling.frequency_penalty) == (0.5, -1)
    assert options.min_tokens == 4


def test_an_unreadable_file_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe[[[")
    loaded = load(path)
    assert loaded.settings == Settings()
    assert len(loaded.warnings) == 1
    assert (tmp_path / "settings.unreadable.toml").read_bytes() == b"\xff\xfe[[["


@given(st.recursive(st.integers() | st.text() | st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=4))
def test_no_value_of_any_kind_stops_the_program(value: object) -> None:
    raw: dict[str, object] = {"generation": {"temperature": value, "stop": value}, "window": value}
    assert isinstance(validate(raw).settings, Settings)
