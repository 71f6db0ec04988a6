from hypothesis import given
from hypothesis import strategies as st

from chatapp.services.draft_excerpt import GAP, excerpt

FILLING = "Nothing of this has to do with anything that anybody could ever want to know about a house or its people. "
WORDS = st.sampled_from(["rent", "house ", "学习", "。", "\n\n", " ", FILLING, "İß"])


@given(st.lists(WORDS, max_size=80).map("".join), st.lists(WORDS, max_size=5).map("".join), st.integers(1, 3000))
def test_it_is_no_longer_than_it_may_be_and_made_of_the_document(text: str, question: str, longest: int) -> None:
    read = excerpt(text, question, longest)
    assert len(read.text) <= longest + len(GAP)
    assert read.is_whole == (read.text == text)
    parts = read.text.split(GAP.strip())
    place = 0
    for part in parts:
        place = text.index(part.strip(), place)


def document(middle: str) -> str:
    return "# Of a house\n\n" + f"{FILLING * 2}\n\n" * 40 + f"{middle}\n\n" + f"{FILLING * 2}\n\n" * 40


def test_the_beginning_and_what_shares_words_with_the_question_are_read() -> None:
    for middle, question in (
        ("The landlord raised the rents in spring, because the roof had to be mended. " * 3, "Why is the rent higher?"),
        (
            "Der Vermieter erhöhte im Frühling die Miete, weil das Dach undicht war. " * 3,
            "Wann wurde die MIETE erhöht?",
        ),
        ("房东在春天提高了租金，因为屋顶需要修理。" * 12, "房东为什么提高租金？"),
        ("Арендодатель поднял плату весной, потому что крыша протекала. " * 4, "Почему выросла арендная плата?"),
    ):
        read = excerpt(document(middle), question, 2000)
        assert read.text.startswith("# Of a house")
        assert middle.strip() in read.text
        assert GAP.strip() in read.text
        assert 2 <= read.kept < read.total == 81


def test_what_room_is_left_goes_to_the_beginning() -> None:
    read = excerpt(document("Nothing."), "Why?", 2000)
    assert len(read.text) > 1500
    assert read.text.endswith(GAP.strip())
