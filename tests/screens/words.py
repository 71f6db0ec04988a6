"""What is said in the pictures, in two languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    titles: tuple[str, ...]
    question: str
    answer: str
    follow_up: str
    draft: str
    description: str
    typed: str
    folder: str
    manuscript: str
    sought: str
    continuation: str
    passage: str
    rewritten: str


ENGLISH = Words(
    titles=(
        "How does a rainbow form?",
        "Letter to my landlord about the heating",
        "A trip to Lyon in spring, with two children and a bicycle",
        "Python: group a list by key",
        "Names for a bookshop",
        "Bread without kneading",
    ),
    question="How does a rainbow form? Explain it in a few sentences, with the angles.",
    answer="""A rainbow forms when **sunlight** enters raindrops, bends, reflects inside and bends again on its way out.

1. *Refraction* at the surface splits the colours.
2. *Reflection* at the back of the drop sends them towards you.

| Colour | Wavelength | Angle |
| :----- | ---------: | ----: |
| red    |     700 nm |   42° |
| violet |     400 nm |   40° |

```python
def angle(refraction: float) -> float:
    \"\"\"Degrees between the sun's rays and the bow.\"\"\"
    sine = ((4 - refraction**2) / 3) ** 0.5
    return math.degrees(4 * math.asin(sine / refraction) - 2 * math.asin(sine))
```

> Seen from a plane, it is a full circle.
""",
    follow_up="And why is there sometimes a second, paler one?",
    draft="Then explain why the order of the colours\nis reversed in it",
    description="A small model that answers simple questions on any computer.",
    typed="tit",
    folder="Correspondence",
    manuscript="""# The bakery on Mill Street

The rain had stopped before dawn, and the town smelled of *wet stone* and bread. Ines unlocked the door of the shop \
where nobody had slept, and lit the **second oven**, the one that smoked.

## What she knew

- The flour came on Tuesdays, or it did not come.
- The landlord came on Fridays, and he always came.

> “You will be the last of us,” her mother had said.

She weighed the salt twice. Somewhere above the shop a window opened, and the first customer of the day called down \
that there was smoke in the street again.
""",
    sought="the",
    continuation="She went to the door and looked up. There was no smoke, only flour in the early light.",
    passage="She weighed the salt twice. Somewhere above the shop a window opened",
    rewritten="She weighed out the salt two times. Above the shop a window opened somewhere",
)
CHINESE = Words(
    titles=(
        "彩虹是怎样形成的？",
        "给房东的信：暖气问题",
        "春天带两个孩子和一辆自行车去里昂旅行的计划",
        "用 Python 按键分组",
        "给小书店起名字",
        "免揉面包的做法",
    ),
    question="彩虹是怎样形成的？请用几句话解释，并写出角度。",
    answer="""彩虹是**阳光**穿过雨滴时形成的：光线先折射，再在水滴内部反射，最后又折射出来。

1. 水面的*折射*把颜色分开。
2. 水滴后壁的*反射*把光送回你的眼睛。

| 颜色 | 波长 | 角度 |
| :--- | ---: | ---: |
| 红 | 700 nm | 42° |
| 紫 | 400 nm | 40° |

```python
def angle(refraction: float) -> float:
    \"\"\"太阳光线与虹之间的角度。\"\"\"
    sine = ((4 - refraction**2) / 3) ** 0.5
    return math.degrees(4 * math.asin(sine / refraction) - 2 * math.asin(sine))
```

> 从飞机上看，彩虹是一个完整的圆。
""",
    follow_up="为什么有时会出现第二道更淡的彩虹？",
    draft="那么请解释为什么第二道彩虹里\n颜色的顺序是相反的",
    description="一个在任何电脑上都能回答简单问题的小模型。",
    typed="书",
    folder="书信往来",
    manuscript="""# 磨坊街的面包店

天亮前雨就停了，整个小镇都是*湿石头*和面包的气味。伊内斯打开了那家一夜无人入睡的店门，点着了**第二座炉子**，就是冒烟的那座。

## 她所知道的

- 面粉星期二到，或者根本不到。
- 房东星期五来，而且从不失约。

> “你会是我们当中的最后一个。”母亲曾经这样说。

她把盐称了两遍。楼上有一扇窗开了，当天的第一位顾客朝下喊，说街上又起烟了。
""",
    sought="面包",
    continuation="她走到门口抬头看。没有烟，只有晨光里的面粉。",
    passage="她把盐称了两遍。楼上有一扇窗开了",
    rewritten="她把盐称了又称。楼上打开了一扇窗",
)
