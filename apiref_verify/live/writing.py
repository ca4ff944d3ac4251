"""The client that may change something: exactly what an allowance names."""

from __future__ import annotations

import json
from typing import Any

from apiref_verify.live.allowance import Allowance
from apiref_verify.live.asking.conversation import Answer, Conversation, Question, json_body
from apiref_verify.live.asking.credentials import Credentials
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.asking.transport import Transport, Trust
from apiref_verify.live.endpoint import Endpoint
from apiref_verify.live.filling import Filled, is_filled
from apiref_verify.model.exchange import EMPTY
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation


class NotAllowedError(Exception):
    """Something that may not be sent, and was not."""


class WritingClient:
    """Sends the operations that an allowance names; anything else is refused before it is sent.

    Nothing is sent twice, unless the server said that it had not been heard (401 and 429).
    """

    def __init__(
        self,
        allowance: Allowance,
        endpoint: Endpoint,
        credentials: Credentials,
        limits: Limits,
        recorder: Recorder,
        trust: Trust,
        service_type: str = "",
    ) -> None:
        self._allowance = allowance
        self._endpoint = endpoint
        transport = Transport(allowance.methods, limits, trust)
        self._conversation = Conversation(transport, credentials, limits, recorder, service_type)

    def send(
        self, operation: Operation, filled: Filled, version: Microversion | None = None, body: Any = None
    ) -> Answer:
        """Send an operation to its URL, filled, with a body unless that is ``None``.

        :raises NotAllowedError: if it is not allowed, or if URL or body are those of something else.
        """
        self._check(operation, filled, body)
        data = None if body is None else json.dumps(body).encode()
        content = EMPTY if body is None else json_body(body)
        url = self._endpoint.url(operation.path, str(filled))
        return self._conversation.ask(Question(operation.method, url, version, data, content, repeatable=False))

    def close(self) -> None:
        """Close all connections."""
        self._conversation.close()

    def _check(self, operation: Operation, filled: Filled, body: Any) -> None:
        name = operation.name
        if not self._allowance.has(operation):
            raise NotAllowedError(f"{name} is not allowed: add --allow '{name}'")
        if not is_filled(operation.path, filled.path):
            raise NotAllowedError(f"{filled.path} is not a URL of {name}")
        if operation.action and (not isinstance(body, dict) or list(body) != [operation.action]):
            raise NotAllowedError(f"the body is not one of {name}: its only key must be {operation.action}")
