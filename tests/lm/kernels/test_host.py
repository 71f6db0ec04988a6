from pathlib import Path

import pytest

from chatapp.lm.kernels.host import Host, arm_features, this_host

AVX2 = frozenset({"avx2", "fma", "f16c"})


@pytest.mark.parametrize(
    ("triple", "features", "best"),
    [
        ("x86_64-pc-windows-msvc", AVX2 | {"avx512f", "avx512bw", "avx512vnni", "avxvnni"}, "avx512-vnni"),
        ("x86_64-unknown-linux-gnu", AVX2 | {"avx512f", "avx512bw"}, "avx2"),
        ("amd64-unknown-freebsd", AVX2 | {"avxvnni"}, "avx-vnni"),
        ("x86_64-apple-darwin", {"avx", "sse4.2"}, None),
        ("x86_64-apple-darwin", {"avx2", "fma"}, None),
        ("arm64-apple-darwin24", {"neon", "dotprod"}, "neon-dot"),
        ("aarch64-unknown-linux-gnu", {"neon"}, "neon"),
        ("armv7-unknown-linux-gnueabihf", {"neon", "dotprod"}, None),
        ("riscv64-unknown-linux-gnu", set(), None),
    ],
)
def test_the_best_set_of_a_processor(triple: str, features: set[str], best: str | None) -> None:
    found = Host(triple, "", frozenset(features)).best()
    assert (found and found.name) == best


def test_this_host_is_asked_of_llvm() -> None:
    host = this_host()
    assert host.cpu
    assert "-" in host.triple
    assert all(flag.startswith("+") for flag in host.feature_flags.split(","))


def test_arm_says_what_llvm_leaves_out(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nFeatures\t: fp asimd evtstrm asimddp\n", encoding="utf-8")
    assert arm_features("Linux", info) == {"neon", "dotprod"}
    info.write_text("Features\t: fp asimd\n", encoding="utf-8")
    assert arm_features("Linux", info) == {"neon"}
    assert arm_features("Darwin", tmp_path / "none") == {"neon", "dotprod"}
    assert arm_features("Windows", tmp_path / "none") == frozenset()
