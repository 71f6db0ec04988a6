import tracemalloc
from datetime import UTC, datetime

import jinja2
import pytest

from chatapp.lm.template_budget import MOST_IN_ALL, MOST_IN_ONE
from chatapp.lm.template_sandbox import deadline, environment

LONG = "{% set x = 'x' * 4000000 %}"
DOUBLED = "{% set n = namespace(l=['words']) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}"


def rendered(source: str, **names: object) -> str:
    with deadline(3.0):
        return environment(datetime.now(UTC)).from_string(source).render(**names)


GREEDY = [
    "{{ 'x'.ljust(1500000000) }}",
    "{{ 'x'.rjust(width) }}",
    "{{ 'x'.center(1500000000) }}",
    "{{ 'x'.zfill(1500000000) }}",
    "{{ 'x'['ljust'](1500000000) }}",
    "{{ ('x'|attr('ljust'))(1500000000) }}",
    "{{ 'x\t'.expandtabs(1500000000) }}",
    "{{ 'x\t'.expandtabs(tabsize=1500000000) }}",
    "{{ '%1500000000s' % 'x' }}",
    "{{ '%*d' % (1500000000, 1) }}",
    "{{ '%.1500000000f' % 1.5 }}",
    "{{ '{:1500000000}'.format('x') }}",
    "{{ '{:{w}}'.format('x', w=1500000000) }}",
    "{{ '{x:1500000000}'.format_map({'x': 1}) }}",
    "{{ 'x' * 1500000000 }}",
    "{{ 1500000000 * ['x'] }}",
    "{{ ('x',) * 1500000000 }}",
    "{{ 'x'.encode() * 1500000000 }}",
    "{{ (1).to_bytes(1500000000, 'big') }}",
    "{{ 'x'|center(1500000000) }}",
    "{{ 'x\ny'|indent(1500000000) }}",
    "{{ '%1500000000s'|format('x') }}",
    "{{ {'a': [1, 2]}|tojson(indent=1500000000) }}",
    "{{ (1.5)|round(1500000000, 'ceil') }}",
    "{{ ['x']|map('center', 1500000000)|list }}",
    "{{ [1]|batch(1500000000, 'x')|list }}",
    LONG + "{{ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x }}",
    LONG + "{% for i in range(30) %}{% set x = x ~ x %}{% endfor %}{{ [x, x, x, x, x, x]|join(x) }}",
    LONG + "{{ x.join([x, x, x, x, x]) }}",
    LONG + "{{ [x, x, x, x, x]|join }}",
    LONG + "{{ x.replace('x', 'a long word instead of a letter') }}",
    LONG + "{{ x.replace('', 'words') }}",
    LONG + "{{ x|replace('x', 'a long word') }}",
    LONG + "{{ x.translate({120: 'a long word'}) }}",
    LONG + "{{ (x|replace('x', ' y')).split() }}",
    LONG + "{{ '%s%s%s%s%s%s' % (x, x, x, x, x, x) }}",
    LONG + "{{ '{0}{0}{0}{0}{0}{0}'.format(x) }}",
    LONG + "{{ x|list }}",
    "{{ ('汉' * 4000000)|urlencode }}",
    LONG + "{{ [[x], [x], [x], [x], [x]]|sum(start=[])|string }}",
    LONG + "{% for i in range(99999) %}{{ x }}{% endfor %}",
    LONG + "{% set y %}{% for i in range(99999) %}{{ x }}{% endfor %}{% endset %}",
    LONG + "{% macro m() %}{% for i in range(99999) %}{{ x }}{% endfor %}{% endmacro %}{{ m() }}",
    LONG + "{% set n = namespace(l=[]) %}{% for i in range(999) %}{% set n.l = [n.l, x[i:]] %}{% endfor %}",
    LONG + "{% set n = namespace(l=[]) %}{% for i in range(999) %}{% set n.l = [n.l, x ~ i] %}{% endfor %}",
    LONG + "{% set n = namespace(l=[]) %}{% for i in range(999) %}{% set n.l = [n.l, x + 'y'] %}{% endfor %}",
    LONG + "{% set n = namespace(l=[]) %}{% for i in range(999) %}{% set n.l = [n.l, x.upper()] %}{% endfor %}",
    LONG + "{% set n = namespace(l=[]) %}{% for i in range(999) %}{% set n.l = [n.l, x|upper] %}{% endfor %}",
    "{% set n = namespace(x='x') %}{% for i in range(31) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x='x') %}{% for i in range(31) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=[1]) %}{% for i in range(31) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=9) %}{% for i in range(40) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ 10 ** 10 ** 10 }}",
    DOUBLED + "{{ n.l }}",
    DOUBLED + "{{ n.l ~ '' }}",
    DOUBLED + "{{ n.l|string }}",
    DOUBLED + "{{ n.l|tojson }}",
    DOUBLED + "{{ '%s' % n.l }}",
    DOUBLED + "{{ '%s' % (n.l,) }}",
    DOUBLED + "{{ '{}'.format(n.l) }}",
    DOUBLED + "{{ n.l|upper }}",
    DOUBLED + "{{ n.l|join }}",
]


@pytest.mark.parametrize("source", GREEDY)
def test_a_template_cannot_fill_the_memory(source: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises((OverflowError, TimeoutError, TypeError, jinja2.TemplateError)):
            rendered(source, width=1_500_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_IN_ALL + 4 * MOST_IN_ONE


def test_each_rendering_has_the_whole_budget() -> None:
    template = environment(datetime.now(UTC)).from_string("{{ ('x' * 9000000)|length }}")
    assert {template.render() for _ in range(100)} == {"9000000"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 'ab'.ljust(4) + '|' + 'ab'.center(4) ~ 'ab'.zfill(4) }}", "ab  | ab 00ab"),
        ("{{ '%s is %05.1f, %d%%' % ('it', 1.25, 7) }}", "it is 001.2, 7%"),
        ("{{ '{} {a:>4} {b[0]}'.format(1, a='x', b=[2]) }}", "1    x 2"),
        ("{{ '{a}'.format_map({'a': 1}) }}", "1"),
        ("{{ 'a,b,c'.split(',')|join('-') }}{{ '-'.join(['a', 'b']) }}{{ 'a b'.split()[-1] }}", "a-b-ca-bb"),
        ("{{ 'a</think>b'.split('</think>')[-1].lstrip('\\n') }}{{ 'abab'.replace('a', 'c', 1) }}", "bcbab"),
        (
            "{{ [1, 2, 3][1:] }}{{ 'abc'[::-1] }}{{ [1] + [2] }}{{ 3 * 'a' }}{{ 7 % 4 }}{{ 2 ** 3 }}",
            "[2, 3]cba[1, 2]aaa38",
        ),
        ("{{ {'a': [1, 'é']}|tojson(indent=2) }}", '{\n  "a": [\n    1,\n    "é"\n  ]\n}'),
        (
            "{{ 'a\nb'|indent(2) }}{{ 'a'|center(3) }}{{ '%s!'|format('a') }}{{ 'aa'|replace('a', 'b') }}",
            "a\n  b a a!bb",
        ),
        ("{{ [1, 2]|sum }}{{ [3, 1]|sort|first }}{{ 'a'|upper|lower|trim|length }}", "311"),
        ("{{ [{'a': 1}]|map(attribute='a')|list }}{{ ['a']|map('upper')|join }}{{ 1.26|round(1) }}", "[1]A1.3"),
        ("{% macro m(x) %}<{{ x }}{{ caller() }}>{% endmacro %}{% call m(1) %}in{% endcall %}", "<1in>"),
        ("{% set x %}a{{ 1 }}{% endset %}{{ x ~ 2 ~ none ~ nothing }}", "a12None"),
        ("{% filter upper %}ab{{ 'c' }}{% endfilter %}{{ nothing }}", "ABC"),
        ("{% autoescape true %}{{ '<' ~ '>' }}{% endautoescape %}", "&lt;&gt;"),
        ("{{ {'a': 1, 'b': 2}.items()|list }}{{ {'a': 1}|items|list }}", "[('a', 1), ('b', 2)][('a', 1)]"),
    ],
)
def test_what_templates_do_is_as_ever(source: str, text: str) -> None:
    assert rendered(source) == text
