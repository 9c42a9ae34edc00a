"""A Discord of one's own, on loopback: for testing a bot without Discord, and against a Discord that fights back.

It speaks gateway v10 and the HTTP API v10 as far as a bot needs that talks, answers commands and uses components. It
keeps Discord's rules and refuses with Discord's codes; it breaks on demand. It knows no library: any bot that can be
pointed to another address can be tested, in any language.

In a test
---------
::

    async with Sandbox() as discord:
        guild = discord.guild("Exporters")            # the bot is in it
        general = guild.channel("general")
        ana = discord.person("Ana", guild)

        ...  # start the bot with discord.api_url and discord.token
        await discord.connected()

        question = await ana.say(general, "@Roro how many?")
        answer = await general.reply_to(question)
        assert answer.embeds[0]["title"] == "So many"

        shown = await ana.click(answer, "Show in source")
        assert shown.ephemeral                        # only Ana sees it:
        assert (await shown.response()) in general.messages_seen_by(ana)

        asked = await ana.slash("ask", question="how many?")
        choices = await ana.autocomplete("ask", question="how")
        await ana.choose(await asked.response(), "2024")

A person can do what Discord's app lets them, else `NotPossible` says why. A bot that does not answer in time raises
`NoResponse`; what does not come raises `NothingCame`. `general.next_message()` returns each message of the bot once;
`message.next_edit()`, `message.gone()` and `general.stays_quiet()` wait for the rest. What a tampered client would
send goes through `ana.interact(...)`, unchecked.

discord.py finds the sandbox by ``discord.http.Route.BASE = discord.api_url`` and
``discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway.url)``.

Rules
-----
`Limits()` is the real thing, each figure by its name: ``Limits(interaction_window=0.3)`` makes a test of the 3 seconds
fast, ``Limits().without_rates()`` counts no requests, ``Limits.off()`` is for load tests. Permissions, overwrites and
intents are kept, and so is what of a message a bot without the privileged intent may read. Several shards:
``Sandbox(shards=3)``, and ``discord.guild("Far", shard=2)``.

Trouble
-------
::

    discord.faults.rate_limit("POST", "/channels/*/messages", retry_after=0.2)   # or scope="global", "shared"
    discord.faults.status(502, "POST", "/channels/*/messages", effect=True)      # it was posted, only nobody says so
    discord.faults.cut("POST", "/interactions/*", skip=3)
    discord.faults.delay(0.5, "*", "/webhooks/*", times=10)
    discord.faults.event("MESSAGE_CREATE", "cut")       # cut_after, duplicate, hold, drop, replace (payload=...)
    discord.faults.op(6, "invalidate")                  # the next RESUME fails; op(1, "ignore") is a missing ACK
    discord.gateway.cut()                               # reconnect() op 7, invalidate() op 9, close(4000), freeze()
    discord.gateway.fate_of(question)                   # "received", "pending", "unsure" or "missed"

`discord.requests` holds what the bot asked for: method, path, JSON body, files, status, answer.

As a program
------------
``python -m bot.sandbox --port 8080 --guild Exporters --person Ana`` prints where it is and the token. A bot in another
process connects to it; a third acts as Ana: ``POST /control/say {"person": "…", "channel": "…", "text": "@Roro hi"}``.
``GET /control`` lists the verbs. It listens on 127.0.0.1 only.

What it leaves out: voice, moderation, emoji and stickers, scheduled events, pins, polls, OAuth2 beyond the application.
"""

from bot.sandbox.errors import ApiError, NoResponse, NothingCame, NotPossible, SandboxError
from bot.sandbox.faults import Faults
from bot.sandbox.limits import Limits, Rate
from bot.sandbox.people import Person
from bot.sandbox.permissions import Permission
from bot.sandbox.sandbox import Sandbox

__all__ = [
    "ApiError",
    "Faults",
    "Limits",
    "NoResponse",
    "NotPossible",
    "NothingCame",
    "Permission",
    "Person",
    "Rate",
    "Sandbox",
    "SandboxError",
]
