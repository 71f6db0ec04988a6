import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.message import Role
from chatapp.domain.prompt import PromptTurn
from chatapp.lm.chat_template import ChatTemplate, plain_text, without_system_turn
from tests.lm.tiny import CHATML

SYSTEM, USER = PromptTurn(Role.SYSTEM, "Be brief."), PromptTurn(Role.USER, "Hi <b>&</b>")
NO_SYSTEM = "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}"


def rendered(source: str, *turns: PromptTurn, seconds: float = 5.0) -> str:
    return ChatTemplate(source, {"bos_token": "<s>"}, "model", seconds).render(turns)


def test_own_template_is_rendered_without_escaping() -> None:
    assert rendered(CHATML, USER) == "<|im_start|>user\nHi <b>&</b><|im_end|>\n<|im_start|>assistant\n"
    assert ChatTemplate(CHATML, {}, "model").render([USER], is_open=False).endswith("<|im_end|>\n")


def test_blocks_are_trimmed_as_in_training() -> None:
    assert rendered("{% for m in messages %}\n  {% if true %}\n{{ m.content }}\n  {% endif %}\n{% endfor %}", USER) == (
        "Hi <b>&</b>\n"
    )


def test_helpers_that_templates_use() -> None:
    assert rendered("{{ {'a': 'é<'} | tojson }}") == '{"a": "é<"}'
    assert len(rendered("{{ strftime_now('%Y-%m-%d') }}")) == 10
    assert rendered(
        "{{ bos_token }}{% for i in range(9) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}"
    ) == ("<s>01")


def test_system_text_heads_the_question_where_the_template_refuses_it() -> None:
    assert rendered(NO_SYSTEM + "{{ m.content }}{% endfor %}", SYSTEM, USER) == "Be brief.\n\nHi <b>&</b>"
    assert without_system_turn([USER]) == [USER]


LOOPS = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ raise_exception('never') }}",
        "{{ messages[99].content }}",
        "{{ 1 / 0 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        LOOPS,
        "{{ 'a' * 10 ** 12 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.append(1) }}",
    ],
)
def test_template_that_fails_is_a_problem(source: str) -> None:
    with pytest.raises(ProblemError, match=r"model .*chat template") as caught:
        rendered(source, USER, seconds=0.2)
    assert caught.value.problem.kind is ProblemKind.MODEL_FILE


def test_template_that_cannot_be_read_is_a_problem() -> None:
    with pytest.raises(ProblemError, match="chat template"):
        ChatTemplate("{% for %}", {}, "model")


def test_plain_transcript() -> None:
    answer = PromptTurn(Role.ASSISTANT, "Hello.")
    assert plain_text([SYSTEM, USER, answer], is_open=False) == (
        "Be brief.\n\nUser: Hi <b>&</b>\n\nAssistant: Hello.\n\n"
    )
    assert not ChatTemplate(None, {}, "model").is_own
