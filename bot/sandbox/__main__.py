"""`python -m bot.sandbox`: a Discord on this machine, for a bot in another process."""

from __future__ import annotations

import argparse
import asyncio
import signal

from bot.sandbox.limits import Limits
from bot.sandbox.sandbox import Sandbox


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A Discord of one's own, on loopback.")
    parser.add_argument("--port", type=int, default=8080, help="0 takes any that is free (default: %(default)s)")
    parser.add_argument("--shards", type=int, default=1, help="shards that a bot is told to start")
    parser.add_argument("--bot", default="Roro", help="the bot's name")
    parser.add_argument("--guild", action="append", help="a server, with a channel #general; may be repeated")
    parser.add_argument("--person", action="append", help="somebody who is in all servers; may be repeated")
    parser.add_argument("--no-limits", action="store_true", help="count and check nothing, for load tests")
    parser.add_argument("--token", help="the bot's token; by default one is made up")
    return parser.parse_args()


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until the process is told to stop."""
    limits = Limits.off() if arguments.no_limits else Limits()
    sandbox = Sandbox(
        limits=limits, shards=arguments.shards, bot_name=arguments.bot, port=arguments.port, token=arguments.token
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with sandbox as discord:
        guilds = [discord.guild(name) for name in arguments.guild or ["Sandbox"]]
        for guild in guilds:
            channel = guild.channel("general")
            print(f"# server {guild.name} {guild.id}, channel #{channel.name} {channel.id}")
        for name in arguments.person or ["Ana"]:
            person = discord.person(name, *guilds)
            print(f"# person {person.name} {person.id}")
        print(f"# act as them: POST {discord.control_url}/say and the like; GET {discord.control_url} lists the verbs")
        print(f"DISCORD_API_URL={discord.api_url}")
        print(f"DISCORD_TOKEN={discord.token}", flush=True)
        await stop.wait()


def main() -> None:
    """Run the sandbox as a program."""
    asyncio.run(serve(read_arguments()))


if __name__ == "__main__":
    main()
