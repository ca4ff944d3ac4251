"""Names of what every Harbour has from the first day, for those who ask it."""

from __future__ import annotations

WEB = "5f0c2a9e-3b1d-4c57-9a46-0d6a4e2f7b11"
"""An active server."""
DB = "c8e4d7f2-61a5-4f3e-8b90-7e15b2a9d034"
"""A server that is shut off."""
LOCKED = "0b7d93e6-f418-4c2a-95d1-e6a3c08f5b72"
"""A server that is locked."""
OF_OTHERS = "a41f6c58-2d9b-4e07-b3c6-85f0d7e1294a"
"""A server of another project."""
NOBODY = "00000000-0000-4000-8000-000000000000"
"""No server."""
IMAGE, OTHER_IMAGE = "9d3e1c70-8f2b-4e69-a5d4-1b7c0f3e8a26", "e17a5b42-0c96-4d8f-b3e1-6f2d9a840c75"
NETWORK, PORT = "27f8b1d6-4e03-4b9a-8c5d-a0e936f1d742", "6a1d94c3-b758-42ef-90ab-3c5e7f28d160"
