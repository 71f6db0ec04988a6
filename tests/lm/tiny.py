"""Small tokenizers and two-layer models with random weights, made in the test and saved as folders of ours."""

import json
from pathlib import Path
from typing import Any

import tokenizers
from tokenizers import AddedToken, decoders, models, normalizers, pre_tokenizers, trainers

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CORPUS = [
    "The quick brown fox jumps over the lazy dog, and then it sleeps until the morning comes.",
    "What is the capital of France? It is Paris, of course, a city on the Seine.",
    "def main(): return 42  # numbers, spaces and   more spaces",
    "你好，世界。今天天气很好，我们去公园。",
    "Ça va très bien, merci! Où est la bibliothèque? 👨‍👩‍👧 🎉 🇫🇷",
]
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def byte_level_tokenizer(size: int = 384) -> tokenizers.Tokenizer:
    """Byte-level BPE as GPT-2 and Qwen have it; ids 0 to 2 are the special tokens."""
    backend = tokenizers.Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(CORPUS, trainer)
    return backend


def sentencepiece_tokenizer() -> tokenizers.Tokenizer:
    """BPE over "▁" with a byte for what is not in the vocabulary, as Llama 2 has it."""
    words = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trained = tokenizers.Tokenizer(models.BPE(unk_token="<unk>"))
    trained.normalizer = _prepended()
    trainer = trainers.BpeTrainer(vocab_size=200, special_tokens=[], show_progress=False, limit_alphabet=60)
    trained.train_from_iterator(CORPUS[:3], trainer)
    learned = json.loads(trained.to_str())["model"]
    vocabulary = {word: place for place, word in enumerate(words)}
    for word in sorted(learned["vocab"], key=learned["vocab"].get):
        vocabulary.setdefault(word, len(vocabulary))
    merges = [tuple(merge) for merge in learned["merges"]]
    backend = tokenizers.Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    backend.normalizer = _prepended()
    backend.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    backend.add_special_tokens([AddedToken(word, normalized=False) for word in words[:3]])
    return backend


def _prepended() -> normalizers.Normalizer:
    return normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])


def save_tokenizer(folder: Path, backend: tokenizers.Tokenizer, template: str | None = CHATML) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    backend.save(str(folder / "tokenizer.json"))
    config = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    if template is not None:
        (folder / "chat_template.jinja").write_text(template, encoding="utf-8")


SIZES: dict[str, Any] = {
    "vocab_size": 384,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}
KINDS: dict[str, dict[str, Any]] = {
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 256, "vocab_size": 384},
    "llama": SIZES,
    "qwen2": SIZES,
    "qwen3": {**SIZES, "head_dim": 8},
    "mistral": {**SIZES, "sliding_window": 24},
    "gemma2": {**SIZES, "head_dim": 8, "sliding_window": 24, "query_pre_attn_scalar": 8},
}


def save_model(folder: Path, kind: str) -> Path:
    """A model of this architecture whose answers depend on all of its past: its weights are large enough for that."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    torch.manual_seed(sum(kind.encode()))
    config = AutoConfig.for_model(kind, initializer_range=0.3, **{**KINDS[kind], "eos_token_id": 2, "bos_token_id": 1})
    model: Any = AutoModelForCausalLM.from_config(config)  # type: ignore[no-untyped-call]  # untyped in transformers
    model.save_pretrained(folder)
    save_tokenizer(folder, byte_level_tokenizer())
    return folder
