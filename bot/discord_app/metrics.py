"""What is counted and timed; no label names a person, a server or a question."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60)


class Metrics:
    """The figures of one running bot, in a registry of its own."""

    def __init__(self) -> None:
        kept = self.registry = CollectorRegistry()
        self.answers = Counter(
            "roro_answers", "Questions answered, by outcome and way in.", ("outcome", "via"), registry=kept
        )
        self.thinking = Histogram(
            "roro_thinking_seconds", "From question to rendering.", buckets=_SECONDS, registry=kept
        )
        self.replying = Histogram(
            "roro_replying_seconds", "From question to Discord's acceptance.", buckets=_SECONDS, registry=kept
        )
        self.undelivered = Counter("roro_undelivered", "Replies that Discord did not take.", ("why",), registry=kept)
        self.presses = Counter("roro_presses", "Buttons and menus used.", ("kind",), registry=kept)
        self.waits = Counter("roro_waits", "Questions that came too soon.", registry=kept)
        self.dropped = Counter("roro_events_dropped", "Malformed gateway events dropped.", registry=kept)
        self.identifies = Counter("roro_identifies", "Sessions started.", registry=kept)
        self.reloads = Counter("roro_reloads", "Reloads of the facts, by result.", ("result",), registry=kept)
        self.facts = Gauge("roro_facts", "Facts in service.", registry=kept)
        self.guilds = Gauge("roro_guilds", "Servers that the bot is in.", registry=kept)
        self.shards = Gauge("roro_shards_connected", "Shards with an open socket.", registry=kept)
        self.latency = Gauge("roro_gateway_latency_seconds", "Mean heartbeat latency.", registry=kept)
        self.by_outcome: dict[str, int] = {}

    def answered(self, outcome: str, via: str, seconds: float) -> None:
        """Count an answer."""
        self.answers.labels(outcome, via).inc()
        self.thinking.observe(seconds)
        self.by_outcome[outcome] = self.by_outcome.get(outcome, 0) + 1

    def written(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        return generate_latest(self.registry)
