"""The bench of quality on some hundred tokens: the compiled step stays near the model; sums are right."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.loading import load
from chatapp.lm.tokenizer import TOKENIZER_FILE
from tests.bench.quality import OurStep, Reference, Sums, compare, figures, log_softmax, windows_of
from tests.bench.questions import TEXT
from tests.lm.conftest import ignore

CHINESE = (
    "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。"
    "人人有资格享有本宣言所载的一切权利和自由,不分种族、肤色、性别、语言、宗教、政治或其他见解、国籍或社会出身、财产、出生或其他身分等任何区别。"
    "人人有权享有生命、自由和人身安全。任何人不得使为奴隶或奴役;一切形式的奴隶制度和奴隶买卖,均应予以禁止。"
)


@pytest.mark.starter
def test_the_step_is_near_the_model_in_float32(starter_folder: Path, tmp_path: Path) -> None:
    model = load(starter_folder, "starter", ignore, tmp_path)
    if not isinstance(model.decoder, CpuDecoder):
        pytest.skip(f"no compiled step on {model.info.device}")
    tokenizer = Tokenizer.from_file(str(starter_folder / TOKENIZER_FILE))
    windows = [tokenizer.encode(text, add_special_tokens=False).ids for text in (TEXT, CHINESE)]
    found = figures(compare(Reference(starter_folder), {"ours": OurStep(model.decoder)}, windows))
    model.close()
    assert found["tokens"] == sum(len(window) - 1 for window in windows) > 250
    assert abs(found["difference_percent_ours"]) < 2.5  # under one per cent over 20,000 tokens; fewer scatter more
    assert found["divergence_ours"] < 0.008
    assert found["top1_ours"] > 0.93


def test_sums_are_over_all_places() -> None:
    rng = np.random.default_rng(0)
    reference, other = (log_softmax(rng.normal(0, 2, (6, 9)).astype(np.float32)) for _ in range(2))
    np.testing.assert_allclose(np.exp(reference).sum(axis=1), 1, rtol=1e-6)
    targets = np.array([0, 3, 8, 2, 2, 5])
    sums = Sums()
    for part in (slice(0, 2), slice(2, 6)):
        sums.add(other[part], reference[part], targets[part])
    assert sums.places == 6
    assert sums.perplexity == pytest.approx(np.exp(-other[range(6), targets].mean()), rel=1e-6)
    assert sums.divergence > 0
    assert sums.agreed == int((other.argmax(1) == reference.argmax(1)).sum())


def test_windows_score_as_many_tokens_as_are_asked_for() -> None:
    windows = windows_of(range(100), 50, 16)
    assert [len(window) for window in windows] == [16, 16, 16, 6]
    assert [token for window in windows for token in window] == list(range(54))
    with pytest.raises(ValueError, match="too short"):
        windows_of(range(20), 50, 16)
