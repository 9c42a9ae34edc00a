"""What is untrue is corrected or held back, and what nothing denies is never denied."""

from __future__ import annotations

import pytest
from asking import NOT_ANSWERED, Desk

from bot.qa.models import Corrected, Nearest


@pytest.mark.parametrize(
    ("question", "fact_id", "missing"),
    [
        pytest.param("Is it true that the Severn Bore reaches 3 metres?", "severn-bore-height", "3", id="number"),
        pytest.param(
            "Did the output of the Annapolis plant fall by 40%?", "annapolis-output-fell", "40%", id="percent"
        ),
        pytest.param(
            "Did the output of the Annapolis plant rise by 25%?", "annapolis-output-fell", "rise", id="direction"
        ),
        pytest.param("Did the Annapolis tidal power plant close in 2015?", "annapolis-closed", "2015", id="date"),
    ],
)
def test_what_a_fact_contradicts_is_corrected(tides: Desk, question: str, fact_id: str, missing: str) -> None:
    reply = tides.ask(question)
    assert isinstance(reply.answer, Corrected)
    assert reply.facts[0].fact.id == fact_id
    assert any(missing in words for words in reply.missing)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        pytest.param("Did China export 900,000 NEVs from January to July 2023?", "nev-exports-2023", id="number"),
        pytest.param(
            "Were China's NEV exports up by 90% from January to July 2023?", "nev-exports-2023-growth", id="percent"
        ),
        pytest.param(
            "Did China's vehicle exports fall by 77% in the first half of 2023?",
            "vehicle-exports-h1-2023-growth",
            id="direction",
        ),
        pytest.param("Did Volkswagen pay $3 billion for its stake in Gotion?", "vw-gotion-price", id="money"),
        pytest.param(
            "Was BMW's bigger share of the Brilliance venture planned for 2025?",
            "bmw-brilliance-stake-plan",
            id="date of a plan",
        ),
        pytest.param(
            "Will BMW export electric MINIs from China before 2024?", "mini-export-start", id="before a start"
        ),
        pytest.param(
            "宝马要把华晨宝马的持股从50%提高到90%，对吗？", "bmw-brilliance-stake-plan", id="where it goes to"
        ),
        pytest.param("Is it true that VW bought 40% of Gotion?", "vw-gotion-stake", id="stake"),
        pytest.param("Was the joint venture rule for EVs abolished in 2015?", "jv-rule-evs-2018", id="year"),
        pytest.param("Will MINI exports from China begin before 2024?", "mini-export-start", id="before"),
        pytest.param("Did Volkswagen pay 1.2 billion euros for its Gotion stake?", "vw-gotion-price", id="currency"),
        pytest.param("Did China export fewer than 2 million vehicles in H1 2023?", "vehicle-exports-h1-2023", id="few"),
        pytest.param("Did BMW hold less than half of the Brilliance JV?", "bmw-brilliance-current-stake", id="half"),
        pytest.param("Did China export 636,000 NEVs from January to June 2023?", "nev-exports-2023", id="months"),
        pytest.param("MINI exports out of China don't start until 2026, right?", "mini-export-start", id="until"),
        pytest.param("2023 jan-jul nev exports up 15% right", "nev-exports-2023-growth", id="no comma"),
        pytest.param(
            "Tesla was the second foreign carmaker with a fully owned plant in China, right?",
            "tesla-first-wholly-owned-factory",
            id="rank",
        ),
        pytest.param("so jv rule for petrol cars ended 2018 too??", "jv-rule-other-vehicles-2022", id="so"),
        pytest.param("Do all Teslas use cobalt-free batteries?", "tesla-catl-batteries", id="all"),
        pytest.param("BMW is an Austrian firm, right?", "bmw-german-premium-carmaker", id="home"),
        pytest.param("Spotlight is in Shenyang, in Liaoning province. Is that so?", "spotlight-location", id="place"),
        pytest.param("So VW just tossed 12 billion at some Chinese battery outfit", "vw-gotion-price", id="stated"),
        pytest.param("China shipped 3 million vehicles abroad in H1 2023.", "vehicle-exports-h1-2023", id="full stop"),
        pytest.param(
            "Chinese vehicle exports fell in the first half of 2023", "vehicle-exports-h1-2023-growth", id="fell"
        ),
        pytest.param(
            "Is it between 3 and 4 million vehicles that China exported in H1 2023?",
            "vehicle-exports-h1-2023",
            id="range",
        ),
        pytest.param("MINI exports from China won't begin before 2025, right?", "mini-export-start", id="not before"),
        pytest.param("the China-made Cooper has five doors, hasn't it?", "mini-cooper-china", id="doors"),
    ],
)
def test_a_wrong_premise_is_corrected_by_the_fact_that_says_otherwise(
    shipped: Desk, question: str, fact_id: str
) -> None:
    assert shipped.main_fact(question) == ("corrected", fact_id)
    assert shipped.ask(question).missing


@pytest.mark.parametrize(
    "question",
    [
        "Is Tesla's Chinese plant in Beijing?",
        "Is Great Wall Motor a German carmaker?",
        "Is Spotlight Automotive in Shanghai?",
        "Was the joint venture rule for electric cars abolished in 2022?",
        "Will the joint venture rule for other vehicles be abolished in 2018?",
        "Were 25 million vehicles exported in 2019?",
        "Is BMW's stake in the Brilliance venture 75%?",
        "Did BMW already raise its stake in the Brilliance venture to 75%?",
        "Are Chinese brands well known in developing countries?",
        "Did China export mainly to developed countries in 2019?",
        "Does Tesla use cobalt batteries from CATL?",
        "Did China raise its subsidies for EVs in 2019?",
        "Is Japan the world's largest NEV exporter?",
        "Did the CAAM say that 2.34 million vehicles were exported?",
        "Was China the No 1 vehicle exporter in the whole of 2023?",
        "Which was the world's largest car exporter in 2019?",
        "With which Chinese partner does Tesla share its Shanghai plant?",
        "Who is Tesla's partner in its Shanghai plant?",
        "Why did BMW decide not to make the electric MINI in China?",
        "In which year will BMW raise its stake in the Brilliance joint venture to 100%?",
    ],
)
def test_a_wrong_premise_is_never_confirmed(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in (*NOT_ANSWERED, "corrected")


@pytest.mark.parametrize(
    "question",
    [
        "Did the Severn Bore reach 9 metres?",
        "Is the Qiantang bore 2 metres high?",
        "Did Nova Scotia Power open a plant in 2019?",
        "Are the largest bores in June?",
        "Does the Severn Trust say that the Bay of Fundy has the highest tides?",
        "Are the lowest tides in the Bay of Fundy?",
        "Did a surfer ride the Qiantang for 9.1 kilometres?",
    ],
)
def test_over_another_base_a_wrong_premise_is_never_confirmed(tides: Desk, question: str) -> None:
    assert tides.ask(question).outcome in (*NOT_ANSWERED, "corrected")


def test_what_is_missing_is_named_wherever_a_nearest_fact_is_shown(shipped: Desk, tides: Desk) -> None:
    for desk, question in (
        (tides, "Who rode the Severn Bore in 1996?"),
        (tides, "Where is the Qiantang?"),
        (tides, "How long is the River Severn?"),
        (shipped, "Why did Volkswagen invest in Gotion?"),
        (shipped, "Who is the CEO of Spotlight Automotive?"),
    ):
        answer = desk.ask(question).answer
        if isinstance(answer, Nearest):
            assert answer.missing or answer.reason, question


@pytest.mark.parametrize(
    "question",
    [
        "Did China export 900,000 NEVs from January to July 2023?",
        "Were China's NEV exports up by 90% from January to July 2023?",
        "Did China's vehicle exports fall by 77% in the first half of 2023?",
        "Is it true that China's NEV exports fell from January to July 2023?",
        "Did Volkswagen pay $3 billion for its stake in Gotion?",
    ],
)
def test_a_correction_states_the_right_figure(shipped: Desk, question: str) -> None:
    fact = shipped.ask(question).facts[0].fact
    assert fact.value is not None or fact.change is not None


@pytest.mark.parametrize(
    "question",
    [
        "How many NEVs did China export in 2021?",
        "Who paid 3 billion dollars for Gotion?",
        "Which country is the second largest exporter of NEVs?",
        "In which year was the joint venture rule introduced?",
        "Why did China scrap its credit trading system?",
        "Why would China's NEV exports fall?",
        "why did BMW pull the plug on electric MINIs from China?",
        "so if japan is second now, how many cars did it ship in h1 2023?",
    ],
)
def test_a_question_that_asserts_nothing_is_never_corrected(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome in NOT_ANSWERED


@pytest.mark.parametrize(
    ("question", "fact_id", "missing"),
    [
        pytest.param("Why did NEV exports fall in January to July 2023?", "nev-exports-2023-growth", "fall", id="why"),
        pytest.param("How come NEV exports dropped 150% by July 2023?", "nev-exports-2023-growth", "dropped", id="end"),
        pytest.param("why did bmw cut its stake in brilliance", "bmw-brilliance-stake-plan", "cut", id="plan"),
        pytest.param("When VW bought 62% of Gotion, was that in 2020?", "vw-gotion-stake", "62%", id="when"),
        pytest.param(
            "Why did China's first-half 2023 vehicle exports come to only 1.34 million?",
            "vehicle-exports-h1-2023",
            "1.34 million",
            id="figure",
        ),
        pytest.param(
            "NEV exports fell by July 2023, right? By how much?", "nev-exports-2023-growth", "fell", id="much"
        ),
        pytest.param(
            "Why did BMW pick Geely as its partner in Spotlight Automotive?", "spotlight-owners", "Geely", id="who"
        ),
        pytest.param("为什么2023年上半年中国汽车出口同比下滑？", "vehicle-exports-h1-2023-growth", "下滑", id="zh"),
        pytest.param("Um wie viel sind die NEV-Exporte gesunken?", "nev-exports-2023-growth", "gesunken", id="de"),
    ],
)
def test_what_a_question_takes_for_granted_is_corrected(
    shipped: Desk, question: str, fact_id: str, missing: str
) -> None:
    reply = shipped.ask(question)
    assert (reply.outcome, reply.facts[0].fact.id, reply.missing) == ("corrected", fact_id, (missing,))


def test_over_another_base_what_a_question_takes_for_granted_is_corrected(tides: Desk) -> None:
    reply = tides.ask("Why did the output of the Annapolis plant rise?")
    assert (reply.outcome, reply.facts[0].fact.id) == ("corrected", "annapolis-output-fell")


@pytest.mark.parametrize(
    "question",
    [
        "Is it correct that BMW wants to go from 50% to 75% in the Brilliance venture by 2022?",
        "So NEV exports hit 636,000 by July?",
        "Will BMW start exporting electric MINIs from China by 2025?",
        "宝马要在2022年前把华晨的股份提到75%吗？",
        "China shipped between 2 and 3 million vehicles abroad in the first half of 2023, correct?",
        "Was it between two and three million vehicles that China exported in the first half of 2023?",
        "Between January and July NEV exports came to between 600,000 and 650,000 units, right?",
        "Zwischen zwei und drei Millionen Fahrzeuge hat China im ersten Halbjahr 2023 exportiert, oder?",
        "China exportó entre 2 y 3 millones de vehículos en el primer semestre de 2023, ¿verdad?",
        "中国2023年上半年汽车出口在200万到300万辆之间，对吗？",
        "Roughly two and a third million vehicles left China in the first half of 2023. True?",
        "Exports of the electric MINIs don't begin before 2024, right?",
        "Is it true that China's vehicle exports grew by more than half in the first half of 2023?",
    ],
)
def test_what_is_so_is_never_denied(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Does BMW plan to raise its stake in the Brilliance venture to 75% before 2023?",
        "Did China export one million cars before 2020?",
        "Had China exported 636,000 NEVs by August 2023?",
        "Did VW pay $1.2 billion for its stake in Gotion by 2021?",
        "So Gotion is going to build a battery factory in Germany?",
        "NEV exports january july 636,000 growth",
        "Is it 600,000 or 636,000 NEVs from January to July 2023",
    ],
)
def test_what_may_well_be_so_is_not_denied(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome != "corrected"


@pytest.mark.parametrize("question", ["Were EV subsidies raised in 2021?", "电动车补贴是不是在2021年增加了？"])
def test_how_it_went_at_one_time_denies_nothing_of_another(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome == "nearest"


@pytest.mark.parametrize(
    "question",
    [
        "BMW's partner for the electric MINI in China is Geely, right?",
        "Why did BMW pick BYD as its partner for the electric MINI?",
        "国产电动MINI是宝马和比亚迪合资造的吧？",
    ],
)
def test_who_it_is_instead_is_told_by_a_fact_that_names_them(shipped: Desk, question: str) -> None:
    assert shipped.main_fact(question) == ("corrected", "spotlight-owners")


def test_a_claim_of_all_is_corrected_by_the_part(shipped: Desk) -> None:
    reply = shipped.ask("I bet BMW wants 100% of the Brilliance venture by 2022. Prove me wrong.")
    assert (reply.outcome, reply.facts[0].fact.id) == ("corrected", "bmw-brilliance-stake-plan")


@pytest.mark.parametrize(
    "question",
    [
        "did ford also get to own a factory in china without a partner?",
        "Is Tesla building a plant in Mexico?",
        "does BYD export cars from Shanghai",
        "Does Toyota have a wholly-owned factory in China?",
        "Is Germany a large market for electric vehicles?",
        "Does LG have a factory in China?",
        "Does Tesla use LG batteries?",
        "Has Toyota a partner in China?",
        "Is BYD a Chinese carmaker?",
        "Is Goller German?",
        "Did China slash its subsidies for EVs in 2015?",
        "Will BMW export electric MINIs from China in 2026?",
        "Was the joint venture rule in force in 2017?",
        "As of 2017, was the joint venture rule for EVs in force?",
        "Was the joint venture rule for EVs abolished after March 2018?",
        "Did Volkswagen pay more than 1 billion euros for its stake in Gotion?",
        "Did China subsidise electric cars in 2018?",
        "Has Volkswagen bought a stake in CATL?",
        "美国的电池大厂在中国有设厂吗？",
        "Did the US slash its EV subsidies in 2019 as well?",
        "Gilt die Joint-Venture-Pflicht auch in Indien?",
        "日本也削减了电动汽车补贴吗？",
        "豐田在中國也有獨資工廠嗎？",
    ],
)
def test_that_something_holds_of_one_denies_it_of_no_other(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome == "nearest"


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("Did China export at least 100,000 NEVs from January to July 2023?", "nev-exports-2023"),
        ("Did China sell fewer than 50 million vehicles in 2019?", "vehicle-sales-2019"),
        ("Does Volkswagen own at least 26 percent of Gotion?", "vw-gotion-stake"),
        ("Did China export no more than 1 million NEVs from January to July 2023?", "nev-exports-2023"),
        ("Was the joint venture rule for EVs abolished after 2015?", "jv-rule-evs-2018"),
        ("Will MINI exports from China begin before 2025?", "mini-export-start"),
        ("Is it true that Great Wall Motor is not German?", "great-wall-chinese-carmaker"),
        ("Foreign carmakers no longer need a joint venture to make EVs in China, right?", "jv-rule-evs-2018"),
        ("True or not: China took over from Japan as the number one vehicle exporter.", "china-overtook-japan"),
        ("Is it true that China did not overtake Japan as the top vehicle exporter?", "china-overtook-japan"),
    ],
)
def test_no_true_claim_is_denied_and_whether_a_not_makes_it_true_the_fact_tells(
    shipped: Desk, question: str, fact_id: str
) -> None:
    assert shipped.main_fact(question) == ("answered", fact_id)


@pytest.mark.parametrize(
    ("question", "fact_id"),
    [
        ("Spotlight Automotive is BMW's joint venture with Geely, correct?", "spotlight-owners"),
        ("Is the MINI joint venture in the province of Guangdong?", "spotlight-location"),
        ("Is Jochen Goller the head of Great Wall Motor?", "goller-role"),
        ("Was Ford the first foreign carmaker with its own factory in China?", "tesla-first-wholly-owned-factory"),
        ("Did China overtake Germany as the top vehicle exporter in the first half of 2023?", "china-overtook-japan"),
        ("Is the next electric MINI built first in Oxford?", "mini-production-china-first"),
        ("Is Tesla's European plant to be in Munich?", "tesla-berlin-plant"),
        ("Germany is the world's largest NEV market, isn't it?", "nev-largest-market"),
    ],
)
def test_another_is_denied_where_there_can_be_but_one(shipped: Desk, question: str, fact_id: str) -> None:
    reply = shipped.ask(question)
    assert (reply.outcome, reply.facts[0].fact.id) == ("corrected", fact_id)


@pytest.mark.parametrize("question", ["Is the next electric MINI built first in Beijing?", "Is BMW based in Paris?"])
def test_a_place_within_what_is_named_is_not_denied(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome == "nearest"


def test_over_a_base_that_says_of_nothing_that_it_is_alone_no_name_is_denied(tides: Desk) -> None:
    assert not any(fact.exclusive for fact in tides.base.served)
    for fact in tides.base.served:
        for question in (f"Is it true that {fact.statement}", *fact.questions):
            for entity in tides.base.glossary.entities.values():
                reply = tides.ask(question.replace(tides.base.glossary.entities[fact.entities[0]].name, entity.name))
                assert reply.outcome != "corrected" or entity.name not in reply.answer.missing


@pytest.mark.parametrize("question", ["Who makes more batteries, CATL or Gotion?", "who sells more cars, bmw or vw"])
def test_which_of_two_names_it_is_turns_on_what_is_compared(shipped: Desk, question: str) -> None:
    assert shipped.ask(question).outcome not in ("answered", "corrected")
