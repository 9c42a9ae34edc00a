"""Slash commands, autocomplete, buttons, menus, modals: what people do and what the bot may answer, and when."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.sandbox import Limits, Permission, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.errors import NoResponse, NotPossible
from bot.sandbox.guilds import Guild
from bot.sandbox.interactions import COMMAND
from tests.sandbox.conftest import QUICK
from tests.sandbox.sample_bot import SampleBot


@pytest.fixture
def limits() -> Limits:
    return replace(QUICK.without_rates(), interaction_window=0.3, interaction_life=1.0)


@pytest.mark.usefixtures("bot")
async def test_a_slash_command_is_answered_with_an_embed(ana: Person, general: Channel) -> None:
    interaction = await ana.slash("ask", question="how many?")
    message = await interaction.response()
    assert message.embeds[0]["description"] == "how many?"
    assert message.channel is general
    assert message.type == 20
    assert interaction.latency is not None
    assert interaction.latency < 0.3


@pytest.mark.usefixtures("bot")
async def test_an_ephemeral_answer_is_seen_by_the_asker_alone(
    sandbox: Sandbox, guild: Guild, ana: Person, general: Channel
) -> None:
    bo = sandbox.person("Bo", guild)
    message = await (await ana.slash("ask", question="how many?", private=True)).response()
    assert message.ephemeral
    assert message in general.messages_seen_by(ana)
    assert message not in general.messages_seen_by(bo)
    assert await general.next_message(seen_by=ana) is message
    with pytest.raises(NotPossible, match="does not see"):
        await bo.click(message, "Again")


@pytest.mark.usefixtures("bot")
async def test_a_deferred_answer_becomes_the_first_follow_up(ana: Person) -> None:
    interaction = await ana.slash("think")
    assert interaction.deferred
    original = interaction.original
    assert original is not None
    message = await interaction.response()
    assert message is original
    assert message.content == "thought about it"
    assert (await interaction.followup()).content == "and one thing more"


@pytest.mark.usefixtures("bot")
async def test_a_deferral_decides_who_sees_the_answer(ana: Person) -> None:
    interaction = await ana.slash("think", private=True)
    assert (await interaction.response()).ephemeral
    assert not (await interaction.followup()).ephemeral


@pytest.mark.usefixtures("bot")
async def test_the_original_response_can_be_edited(ana: Person) -> None:
    assert (await (await ana.slash("ponder")).response()).content == "pondered"


@pytest.mark.usefixtures("bot")
async def test_autocomplete_offers_what_the_bot_knows(ana: Person) -> None:
    choices = await ana.autocomplete("ask", question="NEV")
    assert [choice["value"] for choice in choices] == ["nev exports", "nev sales"]


@pytest.mark.usefixtures("bot")
async def test_a_bot_that_does_not_respond_is_said_to(ana: Person) -> None:
    with pytest.raises(NoResponse, match=r"did not respond within 0.3 s"):
        await ana.slash("ignore")


@pytest.mark.usefixtures("bot")
async def test_an_answer_after_the_window_is_refused_as_unknown(ana: Person, sandbox: Sandbox) -> None:
    ana.begin_slash("late")
    (request,) = await sandbox.requests.wait_for("POST", "/interactions/*")
    assert (request.status, request.answer["code"]) == (404, 10062)


@pytest.mark.usefixtures("bot")
async def test_a_second_answer_is_refused(ana: Person, sandbox: Sandbox) -> None:
    await ana.slash("twice")
    _, second = await sandbox.requests.wait_for("POST", "/interactions/*", 2)
    assert (second.status, second.answer["code"]) == (400, 40060)


async def test_a_token_dies_of_age(bot: SampleBot, ana: Person, sandbox: Sandbox) -> None:
    interaction = await ana.slash("ask", question="how many?")
    url = f"{sandbox.api_url}/webhooks/{sandbox.bot.id}/{interaction.token}"
    session = bot.http._HTTPClient__session  # type: ignore[attr-defined]  # any session will do
    async with session.post(url, json={"content": "in time"}) as answer:
        assert answer.status == 200
    await asyncio.sleep(1.0)
    async with session.post(url, json={"content": "too late"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, 50027)
    async with session.post(url + "x", json={"content": "tampered"}) as answer:
        assert answer.status == 401


@pytest.mark.usefixtures("bot")
async def test_a_button_works_again_and_again(ana: Person, general: Channel) -> None:
    await ana.say(general, "@Roro hello")
    message = await general.next_message()
    assert message.labels == ["Again"]
    await ana.click(message, "Again")
    assert message.content == "again 1"
    await ana.click(message, "again:2")
    assert message.content == "again 2"
    with pytest.raises(NotPossible, match=r"no button 'More'; there are \['Again'\]"):
        await ana.click(message, "More")


@pytest.mark.usefixtures("bot")
async def test_a_menu_offers_values_and_labels(ana: Person) -> None:
    message = await (await ana.slash("menu")).response()
    chosen = await ana.choose(message, "Ports")
    assert (await chosen.response()).content == "chose ports"
    assert chosen.ephemeral
    with pytest.raises(NotPossible, match="no select menu offers"):
        await ana.choose(message, "Ships")


@pytest.mark.usefixtures("bot")
async def test_a_modal_is_filled_in(ana: Person) -> None:
    opened = await ana.slash("form")
    assert opened.modal is not None
    assert (await (await ana.submit(opened, name="Ana")).response()).content == "name: Ana"


async def test_a_command_on_a_message_reads_it_whatever_the_intents(
    bot: SampleBot, ana: Person, general: Channel
) -> None:
    message = await ana.say(general, "not for the bot")
    assert bot.heard == [] or bot.heard[-1].content == ""
    assert (await (await ana.use("Quote", message)).response()).content == "quoted: not for the bot"


@pytest.mark.parametrize(
    ("command", "options", "reason"),
    [
        ("nothing", {}, "no command 'nothing'"),
        ("ask", {}, "'question' is required"),
        ("ask", {"question": 3}, "does not fit"),
        ("ask", {"question": "x", "loud": True}, "no option 'loud'"),
        ("ask", {"question": "x" * 6_001}, "out of the bounds"),
        ("admin", {}, "needs a subcommand"),
        ("admin remove", {}, "no subcommand"),
        ("admin reload", {}, "not shown to Ana"),
    ],
)
@pytest.mark.usefixtures("bot")
async def test_people_cannot_send_what_discord_would_not(
    ana: Person, guild: Guild, command: str, options: dict[str, object], reason: str
) -> None:
    if command != "admin reload":
        guild.opened_commands.add("admin")
    with pytest.raises(NotPossible, match=reason):
        await ana.slash(command, **options)


@pytest.mark.usefixtures("bot")
async def test_a_server_can_open_an_admin_command_to_all(ana: Person, guild: Guild) -> None:
    guild.opened_commands.add("admin")
    assert (await (await ana.slash("admin reload")).response()).content == "reloaded"


@pytest.mark.usefixtures("bot")
async def test_the_owner_of_the_application_may_do_all(sandbox: Sandbox, general: Channel) -> None:
    message = await (await sandbox.owner.slash("admin reload", general)).response()
    assert message.content == "reloaded"


async def test_the_bot_knows_its_owner_and_its_team(bot: SampleBot, sandbox: Sandbox, ana: Person) -> None:
    application = await bot.application_info()
    assert application.owner.id == sandbox.owner.id
    assert application.team is None
    sandbox.world.team.append(ana)
    application = await bot.application_info()
    assert application.team is not None
    assert {member.id for member in application.team.members} == {sandbox.owner.id, ana.id}


@pytest.mark.usefixtures("bot")
async def test_commands_work_in_direct_messages_where_their_contexts_say_so(ana: Person) -> None:
    message = await (await ana.slash("ask", ana.dm(), question="how many?")).response()
    assert message.channel is ana.dm()


@pytest.mark.usefixtures("bot")
async def test_an_app_that_a_user_installed_works_where_the_bot_is_not(sandbox: Sandbox) -> None:
    foreign = sandbox.guild("Foreign", with_bot=False)
    channel = foreign.channel("general")
    cy = sandbox.person("Cy", foreign, installed_app=True)
    dee = sandbox.person("Dee", foreign)
    interaction = await cy.slash("ask", channel, question="how many?")
    assert not (await interaction.response()).ephemeral
    with pytest.raises(NotPossible, match="not installed here"):
        await dee.slash("ask", channel, question="how many?")
    with pytest.raises(NotPossible, match="not installed here"):
        await cy.slash("menu", channel)
    # Where outside apps are not allowed, only the asker sees the answer.
    channel.deny(foreign.everyone, Permission.USE_EXTERNAL_APPS)
    assert (await (await cy.slash("ask", channel, question="how many?")).response()).ephemeral
    group = sandbox.group(cy, dee)
    assert (await (await cy.slash("ask", group, question="how many?")).response()).channel is group


async def test_where_only_the_user_installed_it_five_follow_ups_are_all(bot: SampleBot, sandbox: Sandbox) -> None:
    foreign = sandbox.guild("Foreign", with_bot=False)
    cy = sandbox.person("Cy", foreign, installed_app=True)
    interaction = await cy.slash("ask", foreign.channel("general"), question="how many?")
    url = f"{sandbox.api_url}/webhooks/{sandbox.bot.id}/{interaction.token}"
    session = bot.http._HTTPClient__session  # type: ignore[attr-defined]  # any session will do
    codes = []
    for _ in range(6):
        async with session.post(url, json={"content": "more"}) as answer:
            codes.append((await answer.json()).get("code"))
    assert codes == [None] * 5 + [40094]


@pytest.mark.usefixtures("bot")
async def test_a_component_can_be_tampered_with(ana: Person, general: Channel) -> None:
    await ana.say(general, "@Roro hello")
    message = await general.next_message()
    message.buttons[0]["custom_id"] = "again:41"
    message.touch()
    await ana.click(message, "Again")
    assert message.content == "again 41"


@pytest.mark.usefixtures("bot")
async def test_any_interaction_can_be_sent_unchecked(ana: Person, sandbox: Sandbox) -> None:
    command = next(command for command in sandbox.world.commands.all() if command["name"] == "ask")
    options = [{"name": "question", "type": 3, "value": "x" * 4_000}]
    data = {"id": command["id"], "name": "ask", "type": 1, "options": options}
    message = await (await ana.interact(COMMAND, data).acknowledged()).response()
    assert message.embeds[0]["description"] == "x" * 4_000
