"""The commands that bring Roro into Discord; the library for it is imported only when they run."""

from __future__ import annotations

import click

from bot.settings import Settings


@click.command(short_help="Bring Roro into Discord.")
@click.pass_obj
def run(settings: Settings) -> None:
    """Bring Roro into Discord, with the token in DISCORD_TOKEN, until it is told to stop.

    It ends with 0 when it is stopped (SIGTERM, SIGINT), and with 78 when Discord refuses it for good, so that a
    supervisor must not start it again. SIGHUP reloads the facts.
    """
    from bot.discord_app.running import run_until_stopped
    from bot.discord_app.settings import read_discord_settings

    run_until_stopped(settings, read_discord_settings())


@click.command(short_help="Tell Discord which commands Roro has.")
@click.pass_obj
def sync(settings: Settings) -> None:
    """Tell Discord which commands Roro has. `roro run` does so by itself whenever they have changed."""
    from bot.discord_app.running import sync_once
    from bot.discord_app.settings import read_discord_settings

    click.echo(sync_once(settings, read_discord_settings()))
