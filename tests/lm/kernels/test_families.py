import pytest

from chatapp.lm.kernels.families import FAMILIES, V3, V4, Family, family_of
from chatapp.lm.kernels.host import NUMBA_CPU, NUMBA_FEATURES, Host, target, this_host
from chatapp.lm.ready_made import aim


@pytest.mark.parametrize(
    ("triple", "features", "name"),
    [
        ("x86_64-unknown-linux-gnu", V4 | {"avx512vnni", "avxvnni", "amx-int8"}, "x86-64-v4-vnni"),
        ("x86_64-unknown-linux-gnu", V4, "x86-64-v4"),
        ("x86_64-pc-windows-msvc", V3 | {"avxvnni"}, "x86-64-v3-vnni"),
        ("x86_64-pc-windows-msvc", V3 | {"avx512f"}, "x86-64-v3"),
        ("x86_64-unknown-linux-gnu", V3 - {"movbe"}, None),
        ("arm64-apple-darwin24", V3, None),
    ],
)
def test_a_processor_gets_only_code_that_it_can_run(triple: str, features: frozenset[str], name: str | None) -> None:
    found = family_of(Host(triple, "", features))
    assert (found and found.name) == name
    assert found is None or found.features <= features


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_has_kernels(family: Family) -> None:
    assert family.host("x86_64-unknown-linux-gnu").best() is not None


def test_code_is_made_for_what_numba_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NUMBA_CPU, NUMBA_FEATURES):
        monkeypatch.delenv(name, raising=False)
    assert target() == this_host()
    monkeypatch.setenv(NUMBA_CPU, "")
    monkeypatch.setenv(NUMBA_FEATURES, "")
    aim(FAMILIES[0])
    assert target() == FAMILIES[0].host(this_host().triple)
