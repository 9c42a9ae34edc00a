"""What askers say of themselves and of why they ask."""

from __future__ import annotations

import pytest

from bot.factbase.loading import examine
from bot.factbase.models import Modality
from bot.qa.answering import Answerer
from bot.qa.mentions import FREE
from bot.qa.reading import Reader
from tests.qa.asking import ROOT, Desk

CORE = "How many turbines did the Severn plant build in 2021?"

WRAPPERS = [
    "I'm preparing a talk for my boss. {}",
    "I hope you can help. {}",
    "Not sure, never heard of it myself, but my uncle swears he knows. {}",
    "{} I forgot.",
    "{} My brother laughed at me.",
    "{} It came up at dinner yesterday.",
    "{} Kind regards, Anna",
    "Once more: {}",
    "{} Just the number please.",
    "Filling in a form: {}",
    "Hello from Ireland! {}",
    "Request you to kindly share the figure: {}",
    "Pray, {}",
    "Cold breezes blow outside. {}",
    "ok stupid question from a florist: {}",
    "{} Cold breezes blow outside.",
]


def constraining(reader: Reader, question: str) -> set[str]:
    reading = reader.read(question)
    spans = {span.words for span in reading.timespans}
    return {mention.text for mention in reading.mentions if mention.weight > FREE} | spans


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_what_is_wrapped_around_a_question_constrains_nothing(reader: Reader, wrapper: str) -> None:
    reading = reader.read(wrapper.format(CORE))
    assert constraining(reader, wrapper.format(CORE)) <= constraining(reader, CORE) | {"severn"}
    assert reading.modality is Modality.STATED
    assert not reading.negated


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("I'm talking about robots. Which plant did they build in 2021?", "robots"),
        ("How many turbines are there in 2021? I mean wooden ones.", "wooden"),
        ("I build robots. How many were sold in 2021?", "robots"),
        ("How many turbines are there in 2021? I need the street.", "street"),
    ],
)
def test_what_askers_mean_and_want_constrains(reader: Reader, question: str, word: str) -> None:
    assert word in {mention.text for mention in reader.read(question).mentions}


def test_a_question_that_is_led_up_to_is_nothing_to_confirm(reader: Reader) -> None:
    assert not reader.read("Can you confirm where the Severn Bore is?").verification
    assert reader.read("Can you confirm the Severn Bore is in Wales?").verification


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Ich sitze gerade im Garten. Wie viele Fahrzeuge hat China 2019 exportiert?", "garten"),
        ("Estoy con mi perro. ¿Cuántos vehículos exportó China en 2019?", "perro"),
        ("Wie viele Fahrzeuge hat China 2019 exportiert? Ist für ein Quiz.", "quiz"),
        ("¿Cuántos vehículos exportó China en 2019? Salió ayer en un examen.", "examen"),
        ("Wie viele Fahrzeuge hat China 2019 exportiert? Google weiß das nicht.", "google"),
    ],
)
def test_askers_speak_of_themselves_in_other_languages(question: str, word: str) -> None:
    base = examine(ROOT / "facts", ROOT / "seeds").base
    assert base is not None
    reading = Answerer(base).read(question)
    assert word not in {mention.text for mention in reading.mentions if mention.weight > FREE}


CHINESE = [
    "安安 想請問大家 {}",
    "我在德国留学,同学老问我这个,{}",
    "我是跑物流的,天天在港口忙得脚不沾地。{}",
    "做短视频口播,怕说错被骂,{}",
    "儿子放学回来问我,{}我答不上来",
    "{}祝好,小李",
]


@pytest.mark.parametrize("wrapper", CHINESE)
def test_what_is_wrapped_around_a_question_in_chinese_constrains_nothing(shipped: Desk, wrapper: str) -> None:
    reply = shipped.ask(wrapper.format("中国2019年出口了多少辆汽车?"))
    assert (reply.outcome, reply.facts[0].fact.id) == ("answered", "vehicle-exports-2019")


@pytest.mark.parametrize(
    "question",
    [
        "我说的是卡车。中国2019年出口了多少辆?",
        "我想了解日本。2019年出口了多少辆汽车?",
        "请问 中国 的 火车 票，外国人 用 护照 怎么 买？",
    ],
)
def test_what_askers_mean_in_chinese_constrains(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome != "answered"


def test_shipped_wordings_are_answered_the_same_within_wrappers() -> None:
    base = examine(ROOT / "facts", ROOT / "seeds").base
    assert base is not None
    answerer = Answerer(base)
    for id in ("vehicle-exports-2019", "spotlight-location", "tesla-berlin-plant"):
        question = base.facts[id].questions[0]
        for wrapper in WRAPPERS:
            reply = answerer.reply(wrapper.format(question))
            assert (reply.outcome, reply.facts[0].fact.id) == ("answered", id), wrapper


@pytest.mark.parametrize(
    ("question", "freed"),
    [
        ("A reader of ours insists that the Severn Bore is in Wales.", {"reader", "insists"}),
        ("Doreen says the Severn Bore is in Wales.", {"doreen"}),
        ("Some bloke on the quay claims the Severn plant was built in 2021", {"bloke", "quay"}),
    ],
)
def test_what_somebody_is_said_to_claim_is_put_to_be_checked(reader: Reader, question: str, freed: set[str]) -> None:
    reading = reader.read(question)
    assert reading.verification
    assert freed.isdisjoint(constraining(reader, question))
    assert "severn" in " ".join(constraining(reader, question))


@pytest.mark.parametrize(
    "question", ["Who says that the Severn Bore is in Wales?", "What did the board say about the Severn Bore?"]
)
def test_who_said_it_is_asked_and_nothing_claimed(reader: Reader, question: str) -> None:
    assert not reader.read(question).verification


@pytest.mark.parametrize(
    "check",
    ["Is the year right?", "Correct digits?", "Right place?", "Rating?", "True or bogus?", "is that figure ok?"],
)
def test_a_check_at_the_end_puts_the_statement_before_it(reader: Reader, check: str) -> None:
    claim = "The Severn plant was built in 2021."
    reading = reader.read(f"{claim} {check}")
    assert reading.verification
    assert constraining(reader, f"{claim} {check}") == constraining(reader, claim)


@pytest.mark.parametrize("wrapper", ["I'm writing a thesis in Krakow: {}", "My colleague in Rotterdam asks {}"])
def test_where_askers_are_constrains_nothing_beside_a_name_of_the_question(shipped: Desk, wrapper: str) -> None:
    core = "how many cars did China export in the first half of 2023?"
    assert shipped.main_fact(wrapper.format(core)) == ("answered", "vehicle-exports-h1-2023")


def test_a_place_that_askers_name_constrains_a_question_without_a_name_of_its_own(shipped: Desk) -> None:
    reading = shipped.reader.read("I'm writing a thesis in Krakow: how many were exported?")
    assert "krakow" in {mention.text for mention in reading.mentions}


def test_a_maker_that_askers_name_is_no_place_where_they_are(shipped: Desk) -> None:
    reading = shipped.reader.read("I own a Nissan. How many cars did China export in 2023?")
    assert "nissan" in {mention.text for mention in reading.mentions}
