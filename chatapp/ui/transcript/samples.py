"""Sample turns for the demonstration and for pictures of the screen: many scripts, code, tables, every status."""

from datetime import UTC, datetime

from chatapp.domain.branch import Turn
from chatapp.domain.message import Message, Role, Status

_ANSWER = """# Light and water

A rainbow forms when **sunlight** enters a raindrop, *bends*, reflects inside and bends again on its way out; \
see [optics](https://example.org/optics) or `n = c / v`. Nothing is fetched: ![a picture of a rainbow](https://example.org/r.png)

1. Refraction at the surface splits the colours.
2. Reflection at the back sends them towards you.
   - Red leaves at about 42°.
   - Violet leaves at about 40°.
3. Each drop shows you one colour only.

- [x] Sun behind you
- [ ] Rain before you

> The rainbow is never where you look for it;
> it is where the light, the water and you agree.

| Colour | Wavelength | Angle |
| :----- | ---------: | :---: |
| red    |     700 nm |  42°  |
| violet |     400 nm |  40°  |

## In code

```python
def angle(refraction: float) -> float:
    \"\"\"Degrees between the sun's rays and the bow, after Descartes (1637).\"\"\"
    sine = ((4 - refraction**2) / 3) ** 0.5  # where the rays crowd
    return math.degrees(4 * math.asin(sine / refraction) - 2 * math.asin(sine))
```

---

Seen from a plane it is a full circle. 🌈
"""
_CHINESE = """彩虹是**阳光**穿过雨滴时形成的：光线先折射，再在水滴内部*反射*，最后又折射出来。
不同颜色的光折射角度不同，所以我们看到七种颜色。

- 红色在外侧，约 42°
- 紫色在内侧，约 40°

> 虹是日光和雨滴的约定。😀
"""
_ARABIC = """يتكوّن قوس قزح عندما يدخل **ضوء الشمس** إلى قطرة المطر فينكسر ثم ينعكس.

1. الانكسار يفصل الألوان.
2. الانعكاس يعيدها إليك.

```python
print("always left to right")
```
"""


def samples() -> tuple[Turn, ...]:
    return tuple(
        _turn(place, role, text, status)
        for place, (role, text, status) in enumerate(
            (
                (Role.USER, "How does a rainbow form?", Status.COMPLETE),
                (Role.ASSISTANT, _ANSWER, Status.COMPLETE),
                (Role.USER, "用中文再说一遍。\n\n简短一点，谢谢！", Status.COMPLETE),
                (Role.ASSISTANT, _CHINESE, Status.COMPLETE),
                (Role.USER, "والآن بالعربية من فضلك", Status.COMPLETE),
                (Role.ASSISTANT, _ARABIC, Status.STOPPED),
                (Role.SYSTEM, "From here on, write as for a child.", Status.COMPLETE),
                (Role.USER, "And now a long story, please.", Status.COMPLETE),
                (Role.ASSISTANT, "Once upon a time, in a house by the sea,", Status.INTERRUPTED),
                (Role.USER, "Once more.", Status.COMPLETE),
                (Role.ASSISTANT, "", Status.FAILED),
                (Role.USER, "And again?", Status.COMPLETE),
                (Role.ASSISTANT, "", Status.QUEUED),
            ),
            start=1,
        )
    )


def _turn(place: int, role: Role, text: str, status: Status) -> Turn:
    note = (
        "The graphics card ran out of memory; your message is kept. Choose a smaller model."
        if status is Status.FAILED
        else ""
    )
    message = Message(place, 1, place - 1 or None, role, text, status, datetime(2026, 1, 1, tzinfo=UTC), note)
    versions = (place, place + 100, place + 200) if role is Role.ASSISTANT else (place,)
    return Turn(message, versions)
