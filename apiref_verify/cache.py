"""What a whole run learnt of a tree, kept for the next check of one of its files.

The cache is one sqlite file in the user's cache folder, safe under concurrent runs. An entry holds the reference as it
was read and the habits inferred; it serves as long as no file but the one in focus has changed, by size and time.
Nothing depends on the cache: whatever is wrong with it, the tree is read anew.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from apiref_verify.matching.habits import Habits
from apiref_verify.model.habit_settings import INFERRED, HabitSettings
from apiref_verify.model.reference import Reference
from apiref_verify.reading.stamps import paths_of, stamps, tool_stamp
from apiref_verify.reading.tree import Tree

_MOST_TREES = 50


@dataclass(frozen=True, slots=True)
class Memory:
    """An earlier whole run of a tree."""

    reference: Reference
    habits: Habits
    stamps: dict[str, tuple[int, int]]


def recall(tree: Tree, settings: HabitSettings = INFERRED) -> Memory | None:
    """The last whole run of a tree with these settings, if nothing but the file in focus has changed since."""
    try:
        with closing(_open()) as store:
            row = store.execute("SELECT memory FROM trees WHERE tree = ?", (_key(tree),)).fetchone()
        memory = pickle.loads(row[0]) if row else None
    except Exception:  # whatever an old or broken entry does on loading, the tree is read anew
        return None
    if not isinstance(memory, Memory) or memory.habits.settings != settings:
        return None
    if tree.focus not in {section.path for section in memory.reference.sections}:
        return None
    now = stamps(tree.root, paths_of(tree, memory.reference))
    changed = {path for path in memory.stamps.keys() | now.keys() if memory.stamps.get(path) != now.get(path)}
    return memory if changed <= {tree.focus} else None


def remember(tree: Tree, reference: Reference, habits: Habits) -> None:
    """Keep a whole run of a tree."""
    memory = Memory(reference, habits, stamps(tree.root, paths_of(tree, reference)))
    try:
        with closing(_open()) as store, store:
            values = (_key(tree), pickle.dumps(memory, protocol=pickle.HIGHEST_PROTOCOL))
            store.execute("INSERT OR REPLACE INTO trees (tree, memory, used) VALUES (?, ?, unixepoch())", values)
            store.execute(
                "DELETE FROM trees WHERE tree NOT IN (SELECT tree FROM trees ORDER BY used DESC LIMIT ?)",
                (_MOST_TREES,),
            )
    except (sqlite3.Error, OSError, pickle.PickleError, RuntimeError):
        return


def _open() -> sqlite3.Connection:
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "apiref-verify"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = sqlite3.connect(folder / "trees.sqlite", timeout=2)
    store.execute("CREATE TABLE IF NOT EXISTS trees (tree TEXT PRIMARY KEY, memory BLOB, used INTEGER)")
    return store


def _key(tree: Tree) -> str:
    return f"{tool_stamp()} {tree.root} {tree.source}"
