from __future__ import annotations

import os
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from apiref_verify.evidence.observations import file
from apiref_verify.gathering.engines import EngineError, engine_of, here, processes
from apiref_verify.gathering.gather import gather
from apiref_verify.gathering.part import Plan
from apiref_verify.model.observed.observation import Endpoint
from apiref_verify.model.observed.observations import Observations, merged
from apiref_verify.model.observed.tally import Mention
from tests.gathering.recordings import boats, exchange, plan, traffic, write

BOATS = Endpoint("GET", "/v1/boats")


def gathered(*words: str | Path, **more: object) -> Observations:
    return gather(map(str, words), more.pop("plan", plan()), pytest.fail, **more)  # type: ignore[arg-type]


def test_exchanges_are_counted_by_operation_and_version(tmp_path: Path) -> None:
    found = gathered(write(tmp_path / "a", traffic()), plan=plan(boats()))
    assert (found.read, found.matched, found.formats) == (10, 7, {"keystoneauth": 10})
    service = found.services["http://harbour.example/v1"]
    assert {str(version): seen.served for version, seen in service.observations[BOATS].items()} == {"1.2": 3, "1.3": 1}
    (pattern,) = service.strays
    assert (str(pattern), service.strays[pattern].count) == ("GET /oars/{}", 2)
    assert {(breach.kind, breach.names) for breach in service.breaches} == {
        ("type", ()),
        ("additionalProperties", ("colour",)),
        ("additionalProperties", ("crew",)),
        ("additionalProperties", ("age",)),
        ("code", ("202",)),
    }


@pytest.mark.parametrize("cut", range(len(traffic()) + 1))
def test_parts_that_are_joined_tell_what_the_whole_tells(tmp_path: Path, cut: int) -> None:
    lines = traffic()
    whole = write(tmp_path / "whole", lines)
    parts = [write(tmp_path / "1", lines[:cut]), write(tmp_path / "2", lines[cut:])]
    parts = [part for part in parts if Path(part).stat().st_size]
    expected = file.dumps(gathered(whole, plan=plan(boats())))
    assert file.dumps(gathered(*parts, plan=plan(boats()))) == expected
    kept = [gathered(part, plan=plan(boats())) for part in parts]
    assert file.dumps(merged(kept)) == expected


def test_the_order_of_parts_decides_what_came_first_and_nothing_else(tmp_path: Path) -> None:
    early, late = write(tmp_path / "1", [exchange(number=1)]), write(tmp_path / "2", [exchange(number=2)])
    firsts = []
    for order in ((early, late), (late, early)):
        ((_, _, seen),) = gathered(*order).all
        assert seen.statuses[200].count == 2
        firsts.append(seen.statuses[200].first)
    assert firsts == [Mention("req-1", "debug.log", 1), Mention("req-2", "debug.log", 2)]


def test_any_number_of_processes_tells_the_same(tmp_path: Path) -> None:
    files = [write(tmp_path / str(number), traffic()[number:]) for number in range(4)]
    texts = {file.dumps(gathered(*files, plan=plan(boats()), engine=engine)) for engine in (here, processes(3))}
    assert len(texts) == 1


def test_evidence_takes_the_place_of_what_it_was_gathered_from(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1", traffic()[:4]), write(tmp_path / "2", traffic()[4:])
    for name in ("kept.evidence", "kept.evidence.gz"):
        file.write(gathered(first), tmp_path / name)
        assert file.dumps(gathered(tmp_path / name, second)) == file.dumps(gathered(first, second))


def test_standard_input_is_one_file_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = write(tmp_path / "1", traffic()[:4]), write(tmp_path / "2", traffic()[4:])
    for engine in (here, processes(2)):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(second).read_bytes())))
        assert file.dumps(gathered(first, "-", engine=engine)) == file.dumps(gathered(first, second))


def test_a_pipe_that_has_a_name_is_read_from_its_beginning(tmp_path: Path) -> None:
    readable, writable = os.pipe()
    with os.fdopen(writable, "wb") as stream:
        stream.write(Path(write(tmp_path / "1", traffic())).read_bytes())
    try:
        assert gathered(f"/dev/fd/{readable}").read == 10
    finally:
        os.close(readable)


def test_broken_files_are_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    good, cut, odd = tmp_path / "good", tmp_path / "cut.evidence.gz", tmp_path / "odd"
    file.write(gathered(write(good, traffic())), cut)
    cut.write_bytes(cut.read_bytes()[:-20])
    odd.write_text("no recording\n")
    for engine in (here, processes(2)):
        warnings: list[str] = []
        found = gather([str(cut), str(odd), str(good)], plan(), warnings.append, engine)
        assert found.read == 10
        assert found.skipped == {"no sound evidence file": 1, **{k: 1 for k in found.skipped if "no known format" in k}}
        assert [warning.split(": ")[0] for warning in warnings] == [str(cut), str(odd)]
        assert not any("\n" in warning for warning in warnings)


class Deadly:
    """Something that kills a process that is told of it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def test_a_process_that_dies_is_told_in_one_line(tmp_path: Path) -> None:
    files = [write(tmp_path / str(number), traffic()) for number in range(2)]
    with pytest.raises(EngineError, match=r"^a process that read recordings died: try with fewer --jobs$"):
        gathered(*files, plan=Plan((Deadly(),)), engine=processes(2))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "word", ["dask", "dask://", "dask://host", "dask://host:port", "ray://host:1", "dask://a/b:1", ""]
)
def test_what_is_no_engine_is_refused(word: str) -> None:
    with pytest.raises(EngineError, match="dask://HOST:PORT"):
        engine_of(word, 1)
