"""Who may reload the facts: the application's owner or team, and those whom the settings name.

A server's own admins are none of them, for every server shares the facts; so this is checked in code, whatever a
server's command permissions say.
"""

from __future__ import annotations

import discord


class Admins:
    """The admins of one application."""

    def __init__(self, named: frozenset[int]) -> None:
        self._ids = named

    def know(self, application: discord.AppInfo) -> None:
        """Learn who owns the application."""
        if application.team is not None:
            accepted = discord.TeamMembershipState.accepted
            owners = {member.id for member in application.team.members if member.membership_state is accepted}
        else:
            owners = {application.owner.id}
        self._ids |= owners

    def __contains__(self, user_id: int) -> bool:
        return user_id in self._ids
