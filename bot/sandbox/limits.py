"""Every figure that Discord enforces, in one place; times can be shortened so that tests run fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Rate:
    """So many uses in so many seconds."""

    uses: int
    seconds: float


# Discord documents no figure for a route ("read the headers"); these are the usual ones.
ROUTE_RATES: Mapping[str, Rate] = {
    "POST /channels/{channel_id}/messages": Rate(5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": Rate(5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": Rate(5, 1.0),
    "POST /channels/{channel_id}/messages/bulk-delete": Rate(1, 1.0),
    "POST /channels/{channel_id}/typing": Rate(5, 5.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": Rate(1, 0.25),
    "POST /webhooks/{webhook_id}/{webhook_token}": Rate(5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": Rate(5, 2.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Discord's figures; `Limits()` is the real thing, `Limits.off()` is for load tests."""

    forms: bool = True  # refuse bodies that break a rule
    rates: bool = True  # count requests, gateway sends and IDENTIFYs, and refuse what is over

    # Interactions, in seconds.
    interaction_window: float = 3.0
    interaction_life: float = 15 * 60.0
    user_installed_followups: int = 5

    # Messages.
    content: int = 2_000
    embeds: int = 10
    embed_title: int = 256
    embed_description: int = 4_096
    embed_fields: int = 25
    embed_field_name: int = 256
    embed_field_value: int = 1_024
    embed_footer: int = 2_048
    embed_author: int = 256
    embed_total: int = 6_000
    nonce: int = 25
    nonce_memory: float = 300.0
    files: int = 10
    file_bytes: int = 10 * 1024 * 1024

    # Components.
    rows: int = 5
    row_buttons: int = 5
    button_label: int = 80
    custom_id: int = 100
    select_options: int = 25
    select_text: int = 100
    placeholder: int = 150
    v2_components: int = 40
    v2_text: int = 4_000

    # Commands.
    command_name: int = 32
    command_description: int = 100
    command_options: int = 25
    choices: int = 25
    choice_text: int = 100
    command_total: int = 8_000
    commands: int = 100
    command_creates: int = 200

    # HTTP.
    global_rate: Rate = Rate(50, 1.0)
    default_rate: Rate = Rate(50, 1.0)
    route_rates: Mapping[str, Rate] = field(default_factory=lambda: ROUTE_RATES)
    invalid_requests: Rate = Rate(10_000, 600.0)

    # Gateway.
    heartbeat_interval: float = 41.25
    gateway_sends: Rate = Rate(120, 60.0)
    identifies: Rate = Rate(1_000, 86_400.0)
    identify_pause: float = 5.0
    max_concurrency: int = 1
    guilds_per_shard: int = 2_500
    resume_window: float = 180.0
    replayed_events: int = 20_000

    # What the sandbox itself keeps.
    history: int = 20_000
    logged_requests: int = 20_000

    @classmethod
    def off(cls) -> Limits:
        """Return limits that count and check nothing: as fast as the sandbox goes."""
        return cls(forms=False, rates=False, logged_requests=0, history=1_000)

    def without_rates(self) -> Limits:
        """Return the same limits with nothing counted: bodies are still checked."""
        return replace(self, rates=False)
