"""How much a question says, of itself and apart from any fact."""

from __future__ import annotations

from bot.qa.slots import Ask, Reading


def content(reading: Reading) -> int:
    """How many words, spans of time and numbers of a question say what it is about."""
    return (
        sum(1 for mention in reading.mentions if mention.weight > 0) + len(reading.timespans) + len(reading.quantities)
    )


def names_any(reading: Reading) -> bool:
    """Say whether a question names anybody, anything or any measure of its own."""
    return bool(reading.entities or reading.measures)


def only_names(reading: Reading) -> bool:
    """Say whether a question is nothing but names of entities."""
    if reading.asked or reading.verification or reading.timespans or reading.quantities:
        return False
    telling = [mention for mention in reading.mentions if mention.weight > 0]
    return 0 < len(telling) <= 2 and all(mention.concept.startswith("entity:") for mention in telling)


def names_only_documents(reading: Reading) -> bool:
    """Say whether a question asks what documents of some date say, and nothing more ("sum up the 2020 report")."""
    vaguely = all(item.words in reading.language.vague for item in reading.asked)
    told = reading.broad or (reading.reported and bool(reading.asked))
    dated = all(span.document for span in reading.timespans)
    return told and vaguely and dated and 0 < len(reading.timespans) == content(reading) and not reading.verification


def is_bare(reading: Reading) -> bool:
    """Say whether a question is a few words that leave open what a figure depends on."""
    return content(reading) <= 3 and not (
        reading.asked or reading.verification or reading.timespans or reading.quantities or reading.broad
    )


def says_nothing(reading: Reading) -> bool:
    """Say whether a question that leans on a conversation adds nothing to it."""
    specific = any(item.ask not in (Ask.NAME, Ask.THING, Ask.MANNER) for item in reading.asked)
    return not specific and not reading.timespans and not any(m.weight > 0 for m in reading.mentions)
