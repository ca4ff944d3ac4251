"""Words of a burndown: of claims, and of a reference as its texts can stand in a table."""

from __future__ import annotations

from apiref_verify.model.standing import Claim

CLAIMS = {Claim.TODO: "TODO", Claim.DONE: "done", Claim.NOT_CLAIMED: "-"}
"""How a claim is shown; a dash where the reference has no markers at all."""


def one_line(text: str) -> str:
    """A text in one line, with a replacement character for each that cannot be shown."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in joined)
