"""Language files: what each one has to hold, how a text's language is told, and what its dates and numbers say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from asking import ROOT

import bot
from bot.factbase.models import Glossary
from bot.factbase.periods import parse_period
from bot.qa.conversation import sides
from bot.qa.languages import DEFAULT, available, language
from bot.qa.mentions import HARD, REAL, SOFT, WEAK
from bot.qa.normalization import clean
from bot.qa.quantities import Quantity, read_quantities
from bot.qa.reading import Reader
from bot.qa.slots import Ask
from bot.qa.timespans import Timespan, read_timespans

OTHERS = tuple(tag for tag in available() if tag != DEFAULT)


@pytest.fixture(scope="module")
def bare() -> Reader:
    """A reader that knows no subject."""
    return Reader(Glossary())


# The files.


def test_the_default_language_comes_first() -> None:
    assert available()[0] == DEFAULT
    assert {"de", "es", "zh"} <= set(OTHERS)


def test_a_language_without_a_file_is_not_found() -> None:
    with pytest.raises(KeyError):
        language("tlh")


@pytest.mark.parametrize("tag", OTHERS)
def test_meanings_are_named_as_in_the_default_language(tag: str) -> None:
    known = language(DEFAULT)
    own = language(tag)
    assert set(own.synonyms) <= set(known.synonyms)
    assert set(own.patterns) <= set(known.synonyms) | set(known.patterns)
    assert own.directed <= known.directed
    assert set(own.asks) == set(known.asks)
    assert set(own.modality) == set(known.modality)
    assert set(own.chat) == set(known.chat)


@pytest.mark.parametrize("tag", [tag for tag in OTHERS if language(tag).replies])
def test_a_language_that_answers_has_a_phrase_for_every_part_of_a_reply(tag: str) -> None:
    known, own = language(DEFAULT), language(tag)
    assert set(own.replies) == set(known.replies)
    assert len(own.month_names) == 12
    for key, phrase in own.replies.items():
        slots = set(re.findall(r"\{\w+\}", phrase))
        assert slots <= set(re.findall(r"\{\w+\}", known.replies[key])), key


@pytest.mark.parametrize("tag", available())
def test_every_pattern_is_a_regular_expression_over_folded_text(tag: str) -> None:
    own = language(tag)
    patterns = [pattern for _, pattern in own.periods.patterns] + list(own.periods.relations.values())
    patterns += [*own.frames, *own.patterns.values()]
    for pattern in patterns:
        re.compile(re.sub(r"\{\w+\}", "x", pattern))
        assert [char for char in pattern if not char.isascii() and clean(char) != char] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_a_file_may_be_written_with_its_accents(tag: str) -> None:
    own = language(tag)
    words = [*own.ignored, *own.soft, *own.yes_no, *own.numbers, *own.multipliers, *own.periods.months]
    assert [word for word in words if clean(word) != word] == []


def test_set_phrases_that_only_ask_are_free_words_where_words_are_not_set_apart() -> None:
    chinese = language("zh")
    assert {"多少", "什么时候", "是不是"} <= chinese.ignored
    assert "how many" not in language("en").ignored


def test_words_that_english_shares_do_not_tell_a_language() -> None:
    assert "war" in language("de").ignored
    assert "war" not in language("de").function_words


def test_an_english_question_opens_no_list_of_words_of_another_language() -> None:
    code = (
        "from bot.factbase.models import Glossary\n"
        "from bot.qa.languages import available, language\n"
        "from bot.qa.reading import Reader\n"
        "Reader(Glossary()).read('How many trubines are there?')\n"
        "print([tag for tag in available() if 'real_words' in vars(language(tag))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['en']"


def test_the_lists_of_everyday_words_are_what_their_source_gives() -> None:
    subprocess.run([sys.executable, str(ROOT / "tests" / "word_lists.py"), "--check"], check=True)


# Telling the language.


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Wer ist das?", "de"),
        ("Wann war die letzte Flut?", "de"),
        ("wieviel Strom liefert das Werk", "de"),
        ("NEV Exporte bis Juli 2023", "de"),
        ("Warum?", "de"),
        ("danke", "de"),
        ("¿Quién es?", "es"),
        ("cuántos barcos hay", "es"),
        ("cuando abre la planta", "es"),
        ("exportaciones de barcos", "es"),
        ("por qué", "es"),
        ("gracias", "es"),
        ("潮汐什么时候来？", "zh"),
        ("Fundy湾的潮差是多少", "zh"),
        ("Tesla 上海", "zh"),
        ("How high is the tide?", "en"),
        ("what is 潮汐 in English", "en"),
    ],
)
def test_a_short_question_tells_its_language(bare: Reader, text: str, tag: str) -> None:
    assert bare.detect(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "tesla shanghai plant deliveries",
        "trade war exports",
        "tidal plant grade",
        "combustion era",
        "sales base price",
        "did the plan die",
        "model y price",
        "general motors battery plant",
        "whos in charge",
        "ten largest ports",
        "ev sales usa",
        "sea level",
        "how mny ships r there",
        "MINI Aceman",
        "x",
        "",
    ],
)
def test_english_stays_english_in_key_words_names_and_misspellings(bare: Reader, text: str) -> None:
    assert bare.detect(text) == "en"


# Spans of time.


def span(text: str, tag: str) -> Timespan:
    (found,) = read_timespans(clean(text), language(tag))
    return found


@pytest.mark.parametrize(
    ("tag", "text", "period"),
    [
        ("zh", "2021年", "2021"),
        ("zh", "2021年3月", "2021-03"),
        ("zh", "2021年9月4日", "2021-09-04"),
        ("zh", "2021年1-3月", "2021-01/2021-03"),
        ("zh", "2021年1月至3月", "2021-01/2021-03"),
        ("zh", "2021年1月－2021年3月", "2021-01/2021-03"),
        ("zh", "2021年一月到三月", "2021-01/2021-03"),
        ("zh", "21年1-3月", "2021-01/2021-03"),
        ("zh", "2021年前七个月", "2021-01/2021-07"),
        ("zh", "2021年头7个月", "2021-01/2021-07"),
        ("zh", "2021年七个月里", "2021-01/2021-07"),
        ("zh", "2021年上半年", "2021-01/2021-06"),
        ("zh", "2021年下半年", "2021-07/2021-12"),
        ("zh", "2021H1", "2021-01/2021-06"),
        ("zh", "2021年第三季度", "2021-07/2021-09"),
        ("zh", "2021年三季度", "2021-07/2021-09"),
        ("zh", "2019-2021年", "2019/2021"),
        ("zh", "根据报道，2021年", "2021"),
        ("de", "2021", "2021"),
        ("de", "im März 2021", "2021-03"),
        ("de", "am 4. September 2021", "2021-09-04"),
        ("de", "von Januar bis März 2021", "2021-01/2021-03"),
        ("de", "Jan–Mär 2021", "2021-01/2021-03"),
        ("de", "in den ersten sieben Monaten 2021", "2021-01/2021-07"),
        ("de", "in den ersten 7 Monaten des Jahres 2021", "2021-01/2021-07"),
        ("de", "erstes Halbjahr 2021", "2021-01/2021-06"),
        ("de", "im 1. Halbjahr 2021", "2021-01/2021-06"),
        ("de", "in der zweiten Jahreshälfte 2021", "2021-07/2021-12"),
        ("de", "im dritten Quartal 2021", "2021-07/2021-09"),
        ("de", "Q3 2021", "2021-07/2021-09"),
        ("de", "zwischen 2019 und 2021", "2019/2021"),
        ("de", "das Jahr vor 2021", "2020"),
        ("de", "im Sommer 2021", "2021-06/2021-08"),
        ("es", "en 2021", "2021"),
        ("es", "marzo de 2021", "2021-03"),
        ("es", "el 4 de septiembre de 2021", "2021-09-04"),
        ("es", "de enero a marzo de 2021", "2021-01/2021-03"),
        ("es", "entre enero y marzo del 2021", "2021-01/2021-03"),
        ("es", "ene-mar 2021", "2021-01/2021-03"),
        ("es", "primeros siete meses de 2021", "2021-01/2021-07"),
        ("es", "los siete primeros meses de 2021", "2021-01/2021-07"),
        ("es", "primer semestre de 2021", "2021-01/2021-06"),
        ("es", "la segunda mitad de 2021", "2021-07/2021-12"),
        ("es", "tercer trimestre de 2021", "2021-07/2021-09"),
        ("es", "T3 2021", "2021-07/2021-09"),
        ("es", "entre 2019 y 2021", "2019/2021"),
        ("es", "el año anterior a 2021", "2020"),
        ("es", "en el verano de 2021", "2021-06/2021-08"),
        ("zh", "2021年夏天", "2021-06/2021-08"),
    ],
)
def test_a_span_covers_the_days_that_it_names(tag: str, text: str, period: str) -> None:
    named = parse_period(period)
    assert span(text, tag).bounds == (named.start, named.end)


@pytest.mark.parametrize(
    ("tag", "text"),
    [("zh", "去年"), ("zh", "上个月"), ("de", "letztes Jahr"), ("de", "dieses Jahres"), ("es", "el año pasado")],
)
def test_a_relative_span_is_told_from_a_named_one(tag: str, text: str) -> None:
    assert span(text, tag).relative


@pytest.mark.parametrize(
    ("tag", "text"), [("zh", "2021年的报道"), ("de", "der Bericht von 2021"), ("es", "el informe de 2021")]
)
def test_the_date_of_a_document_is_told_from_that_of_an_event(tag: str, text: str) -> None:
    assert span(text, tag).document


@pytest.mark.parametrize(
    ("tag", "text", "relation"),
    [
        ("zh", "截至2021年8月", "as_of"),
        ("zh", "从2021年起", "from"),
        ("zh", "到2021年底", "by"),
        ("de", "ab 2021", "from"),
        ("de", "bis Ende 2021", "by"),
        ("es", "desde 2021", "from"),
        ("es", "hasta 2021", "by"),
    ],
)
def test_words_before_a_span_say_how_it_is_meant(tag: str, text: str, relation: str) -> None:
    assert span(text, tag).relation == relation


@pytest.mark.parametrize("text", ["2000万", "连续10年", "一个月", "最近三个月", "3月球"])
def test_a_count_is_no_span_in_chinese(text: str) -> None:
    assert read_timespans(clean(text), language("zh")) == ()


# Numbers.


def quantity(text: str, tag: str) -> Quantity:
    (found,) = read_quantities(clean(text), language(tag))
    return found


@pytest.mark.parametrize(
    ("tag", "text", "value", "unit"),
    [
        ("zh", "63.6万辆", "636000", None),
        ("zh", "2500万", "25000000", None),
        ("zh", "12亿美元", "1200000000", "USD"),
        ("zh", "10万元", "100000", "CNY"),
        ("zh", "77%", "77", "%"),
        ("zh", "百分之77", "77", "%"),
        ("zh", "1.5倍", "150", "%"),
        ("zh", "75个百分点", "75", "%"),
        ("de", "636.000", "636000", None),
        ("de", "2,34 Millionen", "2340000", None),
        ("de", "1,2 Mrd. US-Dollar", "1200000000", "USD"),
        ("de", "eine Million", "1000000", None),
        ("de", "77 Prozent", "77", "%"),
        ("es", "636.000", "636000", None),
        ("es", "2,34 millones", "2340000", None),
        ("es", "1.200 millones de dólares", "1200000000", "USD"),
        ("es", "1,2 mil millones de dólares", "1200000000", "USD"),
        ("es", "77 por ciento", "77", "%"),
    ],
)
def test_a_number_is_read_by_its_value(tag: str, text: str, value: str, unit: str | None) -> None:
    found = quantity(text, tag)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(("tag", "text"), [("zh", "约77%"), ("de", "rund 77 %"), ("es", "unos 77 por ciento")])
def test_a_rough_number_is_read_as_rough(tag: str, text: str) -> None:
    assert quantity(text, tag).hedged


@pytest.mark.parametrize(
    ("tag", "text", "value", "unit"),
    [
        ("zh", "二百三十四万辆", 2_340_000, None),
        ("zh", "六十三万六千辆", 636_000, None),
        ("zh", "两千五百万", 25_000_000, None),
        ("zh", "百分之一百五十", 150, "%"),
        ("zh", "十二亿美元", 1_200_000_000, "USD"),
        ("de", "siebenundsiebzig Prozent", 77, "%"),
        ("es", "setenta y siete por ciento", 77, "%"),
        ("es", "veintiséis por ciento", 26, "%"),
        ("en", "twenty-six percent", 26, "%"),
    ],
)
def test_numbers_put_together_of_words_are_read_whole(tag: str, text: str, value: int, unit: str | None) -> None:
    (found,) = read_quantities(clean(text), language(tag))
    assert (found.value, found.unit) == (value, unit)


def test_a_german_infinitive_is_read_whole_with_a_particle_in_it(bare: Reader) -> None:
    assert bare.read("Man plant, es umzuformen", "de").words[-1].text == "umformen"


def test_what_chinese_characters_mean_nothing_yet_are_words_of_the_language(bare: Reader) -> None:
    """An everyday word weighs little, a rarer one more, and what no list knows is a name."""
    weights = [
        [mention.weight for mention in bare.read(text, "zh").mentions if mention.weight]
        for text in ("放", "蝴蝶", "鿠鿡")
    ]
    assert weights == [[SOFT], [REAL], [HARD]]


def test_a_phrase_of_a_language_may_have_a_gap(bare: Reader) -> None:
    meant = bare.read("Die Firma führte damals ein System ein", "de").mentions
    assert any("sense:introduce" in mention.concepts for mention in meant)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "Was wuchs schneller, der Absatz oder die Ausfuhr?"),
        ("es", "¿Qué creció más, la venta o la exportación?"),
        ("zh", "哪个增长更快，销量还是出口？"),
    ],
)
def test_two_things_set_against_each_other_are_two_questions(tag: str, text: str) -> None:
    assert len(sides(text, language(tag))) == 2


def test_a_phrase_with_alternatives_stands_for_each_of_them() -> None:
    asked = language("en").asks["attribution"]
    assert {"which office gave", "what public office gave", "what bureau put out"} <= set(asked)
    assert not any("|" in phrase for phrase in asked)


def test_a_year_in_numerals_is_a_year(bare: Reader) -> None:
    (span,) = bare.read("二〇二三年上半年").timespans
    assert (span.year, span.first_month, span.last_month) == (2023, 1, 6)


@pytest.mark.parametrize(
    "text", ["Wie viel wurde bis Ende Juli exportiert?", "¿Cuánto se exportó hasta julio?", "截至7月底出口了多少？"]
)
def test_up_to_a_month_is_from_january_on(bare: Reader, text: str) -> None:
    (span,) = bare.read(text).timespans
    assert (span.first_month, span.last_month) == (1, 7)


@pytest.mark.parametrize("text", ["VW hält 26 %, oder?", "VW tiene el 26 %, ¿no?", "大众持股26%，是吗？"])
def test_a_tag_at_the_end_asks_for_confirmation(bare: Reader, text: str) -> None:
    assert bare.read(text, bare.detect(text)).verification


# A new language.

ESPERANTO = """
language: eo
name: Esperanto
decimal: ","
grouping: "."
ignored: [la de al en estas estis kiom kiam]
soft: [alta]
asks:
  amount: [kiom alta]
  time: [kiam]
synonyms:
  up: [plialtiĝis]
verification: [ĉu]
yes_no: [ĉu]
periods:
  months: {3: [marto], 7: [julio]}
  patterns:
    - ["month", '(?P<m1>{month})\\s+(?:de\\s+)?(?P<year>{year})']
"""


@pytest.mark.parametrize("text", ["一月到七月有多少，2021年", "2021年的船，一月到七月的"])
def test_the_only_year_named_is_that_of_the_only_months(bare: Reader, text: str) -> None:
    (span,) = bare.read(text, "zh").timespans
    assert span.as_period() is not None
    assert (span.year, span.first_month, span.last_month) == (2021, 1, 7)


@pytest.mark.parametrize("text", ["到底几十万台", "几百万还是几千万辆", "几亿"])
def test_a_count_left_open_is_asked_for_and_no_number(bare: Reader, text: str) -> None:
    reading = bare.read(text, "zh")
    assert not reading.quantities
    assert {item.ask for item in reading.asked} == {Ask.QUANTITY}


def test_some_count_beside_another_question_is_not_asked_for(bare: Reader) -> None:
    assert [item.words for item in bare.read("有几款，都叫什么", "zh").asked] == ["叫什么"]


@pytest.mark.parametrize("text", ["它有港口没", "船出口不？", "船出海了没有"])
def test_a_negation_at_the_end_asks_for_confirmation(bare: Reader, text: str) -> None:
    reading = bare.read(text, "zh")
    assert reading.verification
    assert not reading.asked


@pytest.mark.parametrize("text", ["Das war doch der erste Hafen?", "Der Hafen liegt dort, oder seh ich das falsch?"])
def test_a_statement_put_as_a_question_asks_for_confirmation(bare: Reader, text: str) -> None:
    assert bare.read(text, "de").verification


def test_a_verb_alone_that_goes_on_asks_nothing_yes_or_no(bare: Reader) -> None:
    assert not bare.read("und exportiert?", "de").verification
    assert bare.read("Und exportiert Wales Wasser?", "de").verification


def test_what_is_said_after_a_question_constrains_next_to_nothing(bare: Reader) -> None:
    reading = bare.read("港口在哪个城市呀 想去拧螺丝", "zh")
    assert all(mention.weight <= WEAK for mention in reading.mentions if mention.text in ("拧", "螺丝"))


def test_a_language_is_one_file(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    package = Path(bot.__file__).parent
    shutil.copytree(package, tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__", "shipped"))
    (tmp_path / "bot" / "qa" / "languages" / "eo.yaml").write_text(ESPERANTO, encoding="utf-8")
    base = root / "tests" / "fixtures" / "tides"
    asked = ["Kiom alta estas la tide en Bay of Fundy?", "Kiom alta estis la tide en Bay of Fundy en julio de 1999?"]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--facts", base / "facts", "--seeds", base / "seeds", "ask", "--json", "-"],
        input="\n".join(asked),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    known, unknown = map(json.loads, done.stdout.splitlines())
    assert (known["language"], known["outcome"], known["facts"][0]["id"]) == ("eo", "answered", "fundy-tidal-range")
    assert known["text"].startswith("At Burntcoat Head")  # it has no replies of its own
    assert (unknown["outcome"], unknown["missing"]) == ("nearest", ["julio de 1999"])
