"""Tests for bot.qa.segmentation."""

import pytest

from bot.qa.normalization import tokenize
from bot.qa.segmentation import Segmentation

RARITIES = {
    **{"是": 183, "的": 121, "在": 184, "不": 224, "车": 340, "卖": 380, "什么": 270, "企业": 320, "时候": 330},
    **{"工作": 330, "追赶": 470, "车里": 480, "进口": 400, "进口商": 480, "贴": 407, "主要": 310, "要": 254},
}
SOUNDS = {"宝": ("bao",), "保": ("bao",), "马": ("ma",), "补": ("bu",), "不": ("bu",), "贴": ("tie",), "提": ("ti",)}
SOUNDS |= {"的": ("de", "di", "ti"), "车": ("che",)}


def cut(text: str, *words: str, subject: tuple[str, ...] = ()) -> list[str]:
    segmentation = Segmentation(RARITIES)
    for word in words:
        segmentation.learn(word)
    for word in subject:
        segmentation.learn(word, subject=True)
    return [piece.token.text for piece in segmentation.segmented(tokenize(text))]


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("什么时候", ("什么", "是什么", "什么时候", "时候", "是"), ["什么时候"]),
        ("是什么时候", ("什么", "是什么", "什么时候", "时候", "是"), ["是", "什么时候"]),
        ("电动车企业", ("电动车", "电动车企", "企业", "业"), ["电动车", "企业"]),
        ("在追赶", ("在追", "在", "赶"), ["在", "追赶"]),
        ("车主要卖", ("车主", "车", "主要", "要", "卖"), ["车", "主要", "卖"]),
    ],
)
def test_no_word_is_cut_out_of_the_middle_of_two_others(text: str, words: tuple[str, ...], pieces: list[str]) -> None:
    assert cut(text, *words) == pieces


def test_a_single_known_character_does_not_beat_a_word_of_the_language() -> None:
    assert cut("工作", "作") == ["工作"]


def test_a_word_of_the_language_does_not_hide_what_means_something() -> None:
    assert cut("进口商", "进口") == ["进口", "商"]
    assert cut("车里", "车", "里") == ["车", "里"]


def test_a_word_of_the_subject_comes_before_others() -> None:
    assert cut("动力电池厂商", "动力", "厂商", "电池厂商", subject=("动力电池",)) == ["动力电池", "厂商"]


def test_characters_in_no_word_stay_together() -> None:
    assert cut("我工作甲乙丙了", "我", "了") == ["我", "工作", "甲乙丙", "了"]


def test_offsets_and_what_stands_before_are_kept() -> None:
    segmentation = Segmentation()
    segmentation.learn("汽车")
    tokens = [piece.token for piece in segmentation.segmented(tokenize("2023年, 汽车很好 ok"))]
    assert [(token.text, token.start, token.end, token.before) for token in tokens] == [
        ("2023", 0, 4, ""),
        ("年", 4, 5, ""),
        ("汽车", 7, 9, ", "),
        ("很好", 9, 11, ""),
        ("ok", 12, 14, " "),
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("保马的车", ["宝马", None, None]),  # sounds as a word of the subject
        ("不贴", ["补贴"]),  # however common the wrong character
        ("的车", [None, None]),  # each of these words is meant, though together they sound as "提车"
    ],
)
def test_a_character_that_sounds_alike_is_mended(text: str, meant: list[str | None]) -> None:
    segmentation = Segmentation(RARITIES, SOUNDS)
    for word in ("宝马", "补贴", "提车"):
        segmentation.learn(word, subject=True)
    for word in ("的", "车", "不"):
        segmentation.learn(word)
    assert [piece.meant for piece in segmentation.segmented(tokenize(text), mend=True)] == meant
    assert not any(piece.meant for piece in segmentation.segmented(tokenize(text)))
