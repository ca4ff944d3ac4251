"""The resources of Harbour as it keeps them; ``views`` say how each version shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.harbour.lifecycle import ACTIVE, State


@dataclass
class Flavor:
    """A size that servers come in: memory and swap in MiB, disks in GiB."""

    id: str
    name: str
    ram: int
    vcpus: int
    disk: int = 0
    ephemeral: int = 0
    swap: int = 0
    rxtx_factor: float = 1.0
    is_public: bool = True
    description: str | None = None
    extra_specs: dict[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """A server. ``coming`` is the state that it goes to after it was looked at ``polls`` times more."""

    id: str
    name: str
    flavor: Flavor
    image_id: str
    project_id: str
    user_id: str
    created: datetime
    updated: datetime
    hostname: str
    zone: str = "north-pier"
    host: str = "berth-03"
    number: int = 24
    pinned_zone: str | None = None
    access_ipv4: str = ""
    access_ipv6: str = ""
    config_drive: bool = False
    key_name: str | None = None
    description: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    is_locked: bool = False
    state: State = ACTIVE
    coming: State | None = None
    polls: int = 0

    @property
    def is_deleted(self) -> bool:
        """Whether only ``changes-since`` shows the server any more."""
        return self.state.status == "DELETED"

    def go(self, through: State, to: State, polls: int) -> None:
        """Go to a state by way of another, which the next so many looks at the server still see."""
        self.state, self.coming, self.polls = through, to, polls
        if not polls:
            self.arrive()

    def looked_at(self) -> None:
        """Somebody saw the state."""
        if self.coming:
            self.polls -= 1
            if self.polls <= 0:
                self.arrive()

    def arrive(self) -> None:
        """Be in the state that was coming."""
        if self.coming:
            self.state, self.coming = self.coming, None


@dataclass
class Aggregate:
    """A group of hosts."""

    id: int
    uuid: str
    name: str
    zone: str | None
    created: datetime
    updated: datetime | None = None
    hosts: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
