"""The states of a server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """What a server is, what it is busy with, and what the hypervisor saw: 0 nothing, 1 running, 4 shut down."""

    status: str
    vm_state: str
    power_state: int
    task_state: str | None = None
    progress: int = 100


ACTIVE = State("ACTIVE", "active", 1)
SHUTOFF = State("SHUTOFF", "stopped", 4)
ERROR = State("ERROR", "error", 0, progress=0)
VERIFY_RESIZE = State("VERIFY_RESIZE", "resized", 1)
DELETED = State("DELETED", "deleted", 0)

BUILDING = State("BUILD", "building", 0, "spawning", 0)
REBOOTING = State("REBOOT", "active", 1, "rebooting")
REBUILDING = State("REBUILD", "active", 1, "rebuilding", 0)
RESIZING = State("RESIZE", "active", 1, "resize_migrating", 0)
STARTING = State("SHUTOFF", "stopped", 4, "powering-on")
STOPPING = State("ACTIVE", "active", 1, "powering-off")
