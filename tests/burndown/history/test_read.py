"""States from real repositories: what moves, what merges, what cannot be seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiref_verify.burndown.history.git import LARGEST, GitError
from apiref_verify.burndown.history.read import History, read_history
from apiref_verify.reading.tree import SOURCES
from tests.burndown.history.repositories import OPERATION, START, Git, section

ALL = ("method", "parameter", "example", "body")
HOUR = 3600


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "repository")


def read(git: Git, rev: str = "HEAD", tree: str | None = None, inside: str = "") -> History:
    return read_history(git.folder / inside, rev, SOURCES, tree)


def counts(history: History) -> list[tuple[int, tuple[int, ...], int]]:
    return [(state.sections, state.to_do, state.done) for state in history.states]


def test_markers_go_one_by_one(git: Git) -> None:
    ids = [git.commit(boats=section(*ALL), ships=section(*ALL)), git.commit(boats=section("example", "body"))]
    git.write("README", "not of the reference")
    git.commit()
    ids.append(git.commit(boats=section()))
    history = read(git)
    assert counts(history) == [(2, (2, 2, 2, 2), 0), (2, (1, 1, 2, 2), 0), (2, (1, 1, 1, 1), 1)]
    assert [state.commit for state in history.states] == ids
    assert [state.timestamp for state in history.states] == [START, START + HOUR, START + 3 * HOUR]
    assert (history.folders, history.notes) == (("api-ref/source",), ())


def test_before_there_were_markers_nothing_is_done(git: Git) -> None:
    git.commit(boats=section(), ships=section())
    git.commit(boats=section("body"))
    git.commit(boats=section())
    assert counts(read(git)) == [(2, (0,) * 4, 0), (2, (0, 0, 0, 1), 1), (2, (0,) * 4, 2)]


def test_a_section_that_is_deleted_counts_no_more(git: Git) -> None:
    git.commit(boats=section("body"), ships=section("body"))
    git.run("rm", "-q", "api-ref/source/ships.inc")
    git.commit()
    assert counts(read(git))[-1] == (1, (0, 0, 0, 1), 0)


def test_only_files_that_claim_something_are_sections(git: Git) -> None:
    git.commit(boats=section(), urls="Shared text.\n", draft=section("body", operation=False))
    assert read(git).states[-1].sections == 2


def test_endings_are_those_of_the_newest_state(git: Git) -> None:
    git.write("api-ref/source/boats.rst", section("body"))
    git.write("api-ref/source/index.rst", "Hello\n")
    git.commit()
    assert counts(read(git)) == [(1, (0, 0, 0, 1), 0)]
    git.run("mv", "api-ref/source/boats.rst", "api-ref/source/boats.inc")
    git.commit()
    git.write("api-ref/source/index.rst", "Hello again\n")
    git.commit()
    assert counts(read(git)) == [(1, (0, 0, 0, 1), 0)]


def test_a_merge_is_one_step_of_its_branch(git: Git) -> None:
    git.commit(boats=section(*ALL))
    git.run("checkout", "-q", "-b", "work")
    git.commit(boats=section("parameter", "example", "body"))
    git.commit(boats=section("example", "body"))
    git.run("checkout", "-q", "main")
    git.commit(ships=section("body"))
    merge = git.merge("work")
    history = read(git)
    assert [state.to_do for state in history.states] == [(1, 1, 1, 1), (1, 1, 1, 2), (0, 0, 1, 2)]
    assert history.states[-1].commit == merge
    assert [state.to_do for state in read(git, "work").states] == [(1, 1, 1, 1), (0, 1, 1, 1), (0, 0, 1, 1)]


def test_a_tree_that_was_moved_is_followed(git: Git) -> None:
    git.write("doc/api/boats.inc", section(*ALL))
    git.write("doc/api/v2/ships.inc", section(*ALL))
    git.commit()
    git.write("doc/api/boats.inc", section("body"))
    git.commit()
    git.run("mv", "doc/api", "doc/reference")
    git.commit()
    (git.folder / "api-ref").mkdir()
    git.run("mv", "doc/reference", "api-ref/source")
    git.commit()
    history = read(git)
    assert history.folders == ("api-ref/source", "doc/reference", "doc/api")
    assert [state.to_do for state in history.states] == [(2, 2, 2, 2), (1, 1, 1, 2), (1, 1, 1, 2), (1, 1, 1, 2)]


def test_a_tree_that_was_moved_in_two_steps_counts_each_file_once(git: Git) -> None:
    git.write("old/boats.inc", section("body"))
    git.write("old/ships.inc", section("body", "example"))
    git.commit()
    (git.folder / "api-ref/source").mkdir(parents=True)
    for name in ("boats", "ships"):
        git.run("mv", f"old/{name}.inc", f"api-ref/source/{name}.inc")
        git.commit()
    assert [state.to_do for state in read(git).states] == [(0, 0, 1, 2)] * 3


@pytest.mark.parametrize("name", [b"b\xf6te.inc", "böte.inc".encode(), b"a\tb\n\"c'\\.inc", b":odd *?[x] .inc"])
def test_names_are_bytes(git: Git, name: bytes) -> None:
    git.write(b"api-ref/source/" + name, section("body"))
    git.commit(boats=section())
    git.write(b"api-ref/source/" + name, section())
    git.commit()
    assert counts(read(git)) == [(2, (0, 0, 0, 1), 1), (2, (0,) * 4, 2)]


def test_a_folder_of_any_name_is_taken_literally(git: Git) -> None:
    git.write(b"ref[*] \xff/boats.inc", section("body"))
    git.write("refx/ships.inc", section("body"))
    git.commit()
    assert counts(read(git, tree=os.fsdecode(b"ref[*] \xff"))) == [(1, (0, 0, 0, 1), 0)]
    assert read(git, tree=os.fsdecode(b"ref[*] \xff")).folders == ("ref[*] \\xff",)


def test_links_and_submodules_are_no_sections(git: Git, tmp_path: Path) -> None:
    other = Git(tmp_path / "other")
    other.commit(boats=section("body"))
    git.commit(boats=section("body"))
    (git.folder / "api-ref/source/link.inc").symlink_to("boats.inc")
    git.run("submodule", "--quiet", "add", str(other.folder), "api-ref/source/more.inc")
    git.commit()
    assert read(git).states[-1].to_do == (0, 0, 0, 1)


def test_a_submodule_has_a_history_of_its_own(git: Git, tmp_path: Path) -> None:
    other = Git(tmp_path / "other")
    other.commit(boats=section("body"))
    git.run("submodule", "--quiet", "add", str(other.folder), "parts/reference")
    git.commit()
    assert counts(read(git, inside="parts/reference")) == [(1, (0, 0, 0, 1), 0)]
    with pytest.raises(GitError, match="parts/reference is a submodule: its history is in its own repository"):
        read(git, tree="parts/reference/api-ref/source")


def test_a_bare_repository(git: Git, tmp_path: Path) -> None:
    git.commit(boats=section("body"))
    git.run("clone", "-q", "--bare", str(git.folder), str(tmp_path / "bare.git"))
    assert counts(read(Git(tmp_path / "bare.git", create=False))) == [(1, (0, 0, 0, 1), 0)]


def test_longer_ids(tmp_path: Path) -> None:
    git = Git(tmp_path, create=False)
    git.run("init", "-q", "--object-format=sha256", "-b", "main")
    commit = git.commit(boats=section("body"))
    assert (len(commit), read(git).states[0].commit) == (64, commit)


def test_the_folder_of_git_itself(git: Git) -> None:
    git.commit(boats=section("body"))
    assert len(read(git, inside=".git").states) == 1


def test_a_worktree_and_a_detached_head(git: Git, tmp_path: Path) -> None:
    first = git.commit(boats=section(*ALL))
    git.commit(boats=section("body"))
    git.run("worktree", "add", "-q", "--detach", str(tmp_path / "elsewhere"), first)
    assert counts(read(Git(tmp_path / "elsewhere", create=False))) == [(1, (1, 1, 1, 1), 0)]
    assert len(read(git).states) == 2


def test_a_shallow_clone_says_so(git: Git, tmp_path: Path) -> None:
    git.commit(boats=section(*ALL))
    git.commit(boats=section("example", "body"))
    last = git.commit(boats=section("body"))
    git.run("clone", "-q", "--depth", "2", f"file://{git.folder}", str(tmp_path / "shallow"))
    history = read(Git(tmp_path / "shallow", create=False))
    assert [state.to_do for state in history.states] == [(0, 0, 1, 1), (0, 0, 0, 1)]
    assert history.commit == last
    assert history.notes[0].startswith("the clone is shallow: nothing is known of what was before")


def test_a_folder_inside_the_repository(git: Git) -> None:
    git.write("services/boats/api-ref/source/boats.inc", section("body"))
    git.commit(boats=section())
    for inside in ("services/boats", "services/boats/api-ref", "services/boats/api-ref/source"):
        assert counts(read(git, inside=inside)) == [(1, (0, 0, 0, 1), 0)]


def test_the_root_as_the_tree(git: Git) -> None:
    git.write("boats.inc", section("body"))
    git.commit()
    assert counts(read(git, tree=".")) == [(1, (0, 0, 0, 1), 0)]


def test_what_is_too_large_is_told(git: Git) -> None:
    git.commit(boats=section("body") + " " * LARGEST, ships=section("body"))
    history = read(git)
    assert counts(history) == [(1, (0, 0, 0, 1), 0)]
    assert history.notes[0].startswith("api-ref/source/boats.inc: its version ")


def test_settings_of_a_user_change_nothing(git: Git) -> None:
    git.commit(boats=section("body"))
    for name, value in {
        "log.showSignature": "true",
        "log.follow": "true",
        "log.showRoot": "false",
        "diff.relative": "true",
        "diff.renames": "copies",
        "diff.noprefix": "true",
        "color.ui": "always",
        "core.quotePath": "true",
        "log.diffMerges": "off",
        "diff.ignoreSubmodules": "all",
    }.items():
        git.run("config", name, value)
    git.run("checkout", "-q", "-b", "work")
    git.commit(boats=section(), ships=section("body"))
    git.run("checkout", "-q", "main")
    git.merge("work")
    assert counts(read(git)) == [(1, (0, 0, 0, 1), 0), (2, (0, 0, 0, 1), 1)]


def test_variables_of_a_hook_lead_nowhere_else(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git.commit(boats=section("body"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert len(read(git).states) == 1


@pytest.mark.parametrize("rev", ["nowhere", "--all", "main..main", "main\nmain", "main:api-ref", ""])
def test_what_is_no_commit_is_told(git: Git, rev: str) -> None:
    git.commit(boats=section("body"))
    with pytest.raises(GitError, match="no commit is called"):
        read(git, rev)


def test_a_tag_names_a_commit(git: Git) -> None:
    git.commit(boats=section("body"))
    git.run("tag", "-a", "-m", "one", "1.0")
    git.commit(boats=section())
    assert len(read(git, "1.0").states) == 1


def test_no_commit_no_reference_no_repository(git: Git, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="there is no commit yet"):
        read(git)
    git.write("README", OPERATION)
    git.commit()
    with pytest.raises(GitError, match=r"no API reference in \w{10} \(looked for api-ref/source, api-ref, .* --tree"):
        read(git)
    with pytest.raises(GitError, match="not in a git repository"):
        read_history(tmp_path, "HEAD", SOURCES)


def test_git_that_is_missing_is_told(git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        read(git)


def test_a_repository_that_is_broken_is_told(git: Git) -> None:
    git.commit(boats=section("body"))
    blob = git.run("rev-parse", "HEAD:api-ref/source")
    (git.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitError, match="git: "):
        read(git)
