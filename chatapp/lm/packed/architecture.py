"""A packed model as the compiled step takes it: the same arrays under the step's own names. Imports numba."""

from chatapp.lm.cpu.architecture import Activation, Architecture, Layer, Linear, Norm, NormKind, Rotary, Sizes
from chatapp.lm.packed.description import Description
from chatapp.lm.packed.reading import PackedModel


def architecture_of(model: PackedModel) -> Architecture:
    """ValueError names what the step cannot work with."""
    description = model.description
    positions = model.vectors.get("positions")
    return Architecture(
        sizes=_sizes(description),
        norm=NormKind.LAYER if description.has_layer_norms else NormKind.RMS,
        epsilon=description.epsilon,
        activation=Activation.GATED_SILU if description.is_gated else Activation.GELU_TANH,
        rotary=_rotary(model),
        learned_positions=positions,
        embedding=model.matrices["embedding"],
        layers=tuple(_layer(model, f"layers.{index}") for index in range(description.layers)),
        final_norm=_norm(model, "norm"),
        head=Linear(model.head),
    )


def _sizes(model: Description) -> Sizes:
    return Sizes(
        hidden=model.hidden,
        heads=model.heads,
        kv_heads=model.kv_heads,
        head_size=model.head_size,
        inner=model.inner,
        vocabulary=model.vocabulary,
        positions=model.positions,
    )


def _rotary(model: PackedModel) -> Rotary | None:
    if model.description.rotary == "none":
        return None
    is_interleaved = model.description.rotary == "interleaved"
    return Rotary(model.vectors["frequencies"], is_interleaved, model.description.rotary_factor)


def _layer(model: PackedModel, name: str) -> Layer:
    return Layer(
        attention_norm=_norm(model, f"{name}.attention_norm"),
        qkv=_linear(model, f"{name}.qkv"),
        output=_linear(model, f"{name}.output"),
        mlp_norm=_norm(model, f"{name}.mlp_norm"),
        enter=_linear(model, f"{name}.enter"),
        leave=_linear(model, f"{name}.leave"),
        query_norm=model.vectors.get(f"{name}.query_norm"),
        key_norm=model.vectors.get(f"{name}.key_norm"),
    )


def _norm(model: PackedModel, name: str) -> Norm:
    return Norm(model.vectors[name], model.vectors.get(f"{name}.bias"))


def _linear(model: PackedModel, name: str) -> Linear:
    return Linear(model.matrices[name], model.vectors.get(f"{name}.bias"))
