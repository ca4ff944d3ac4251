"""Where a piece of evidence stands: the line of a sample that a pointer means."""

from __future__ import annotations

from pathlib import Path

from apiref_verify.model.finding import Proof
from apiref_verify.model.location import Location
from apiref_verify.reading.data.positions import locate


class EvidencePlaces:
    """Finds proofs in the files below ``root``, each file read once."""

    def __init__(self, root: str) -> None:
        self._root = Path(root)
        self._texts: dict[str, str] = {}
        self._known: dict[tuple[str, str], Location] = {}

    def of(self, proof: Proof) -> Location | None:
        """The place in the sample that decided; for a sample in the text, the place of the sample."""
        if proof.kind != "sample" or proof.location is None or proof.origin == proof.location.path:
            return proof.location
        key = (proof.origin, proof.pointer)
        if key not in self._known:
            self._known[key] = Location(proof.origin, *locate(self._text(proof.origin), _steps(proof.pointer)))
        return self._known[key]

    def _text(self, path: str) -> str:
        if path not in self._texts:
            try:
                self._texts[path] = (self._root / path).read_text("utf-8-sig", "replace")
            except OSError:
                self._texts[path] = ""
        return self._texts[path]


def _steps(pointer: str) -> list[str | int]:
    """The steps of a JSON pointer (RFC 6901); numbers are taken for places in arrays."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return [int(part) if part.isdigit() else part for part in parts]
