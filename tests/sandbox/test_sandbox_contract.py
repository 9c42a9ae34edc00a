"""The contract sees what is wrong, and is not content with having looked at nothing."""

from __future__ import annotations

import pytest

from bot.sandbox.journal import LoggedRequest
from tests.sandbox.openapi_contract import Contract, load_contract


@pytest.fixture
def contract() -> Contract:
    found = load_contract()
    if found is None:
        pytest.skip("Discord's OpenAPI description is not at hand")
    return found


def request(method: str, path: str, body: object = None, **changes: object) -> LoggedRequest:
    entry = LoggedRequest(method, path, body=body, content_type="application/json", status=200)
    for name, value in changes.items():
        setattr(entry, name, value)
    return entry


def test_good_requests_pass(contract: Contract) -> None:
    before = contract.checked
    good = [
        request("POST", "/channels/1/messages", {"content": "x", "message_reference": {"message_id": 7}}),
        request("POST", "/interactions/1/token/callback", {"type": 5}, query={"with_response": "1"}),
        request("PUT", "/applications/1/commands", [{"name": "ask", "description": "x", "type": 1}]),
        request("GET", "/users/@me"),
    ]
    assert contract.request_faults(good) == []
    assert contract.checked == before + len(good)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (request("GET", "/nothing"), "Discord has no such route"),
        (request("POST", "/channels/1/messages", {"content": 3}), "content: 3 is not of type 'string', 'null'"),
        (request("POST", "/channels/1/messages"), "needs a body"),
        (request("GET", "/users/@me", {"a": 1}), "takes no body"),
        (request("GET", "/users/@me", query={"x": "1"}), "has no query parameter 'x'"),
        (request("POST", "/channels/1/messages", {"embeds": [{"title": "x" * 257}]}), "embeds.0.title"),
        (request("PUT", "/applications/1/commands", [{"description": "x"}]), "'name' is a required property"),
    ],
)
def test_bad_requests_are_told_of(contract: Contract, bad: LoggedRequest, fault: str) -> None:
    (told,) = contract.request_faults([bad])
    assert fault in told


def test_bad_answers_are_told_of(contract: Contract) -> None:
    (told,) = contract.answer_faults([request("GET", "/gateway", answer={"uri": "wss://x"})])
    assert "'url' is a required property" in told
    assert contract.answer_faults([request("GET", "/gateway", answer={"url": "wss://x"})]) == []
