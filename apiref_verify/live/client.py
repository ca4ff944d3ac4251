"""The client that only reads."""

from __future__ import annotations

from apiref_verify.live.asking.conversation import Answer, Conversation, Question
from apiref_verify.live.asking.credentials import Credentials
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.asking.transport import BELIEVED, Transport, Trust
from apiref_verify.model.microversion import Microversion

READING = frozenset(("GET", "HEAD"))


class ReadingClient:
    """Sends GET and HEAD. It has no way to send anything else: neither it nor the connection below it knows how."""

    def __init__(
        self,
        credentials: Credentials,
        limits: Limits,
        recorder: Recorder,
        trust: Trust = BELIEVED,
        service_type: str = "",
    ) -> None:
        transport = Transport(READING, limits, trust)
        self._conversation = Conversation(transport, credentials, limits, recorder, service_type)

    def get(self, url: str, version: Microversion | None = None) -> Answer:
        """GET an absolute URL at a microversion, or at none."""
        return self._conversation.ask(Question("GET", url, version))

    def head(self, url: str, version: Microversion | None = None) -> Answer:
        """HEAD of an absolute URL at a microversion, or at none."""
        return self._conversation.ask(Question("HEAD", url, version))

    def close(self) -> None:
        """Close all connections."""
        self._conversation.close()
