"""Memory does not grow with what a recording may choose: names, keys, paths, versions, hosts, ids."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from apiref_verify.evidence.observations import file
from apiref_verify.matching.exchanges.aggregation import Aggregator
from apiref_verify.model.exchange import Body, BodyKind, Exchange, Source
from tests.gathering.recordings import boats, plan

FEW, MANY = 6_000, 30_000
LONG = "x" * 5_000


def exchange(number: int, url: str = "/v1/boats", body: Any = None, version: str = "1.2", **more: Any) -> Exchange:
    headers = {"openstack-api-version": f"boats {version}", "x-request-id": f"req-{number}", **more}
    response = Body(BodyKind.JSON, {"boats": []} if body is None else body)
    return Exchange("GET", url, 200, Source("log", number, "har"), {}, Body(BodyKind.EMPTY), headers, response)


HOSTILE: dict[str, Callable[[int], Exchange]] = {
    "request ids": lambda n: exchange(n),
    "paths": lambda n: exchange(n, f"/v1/word{n}x/other{n}x"),
    "long paths": lambda n: exchange(n, f"/v1/{n}{LONG}/{LONG}/a"),
    "deep paths": lambda n: exchange(n, "/v1" + f"/a{n}b" * 500),
    "ids in paths": lambda n: exchange(n, f"/v1/boats/{n}"),
    "hosts": lambda n: exchange(n, f"http://h{n}.example/v1/boats"),
    "names in queries": lambda n: exchange(n, f"/v1/boats?q{n}=1&r{n}"),
    "headers": lambda n: exchange(n, **{f"x-{n}": "1"}),
    "versions": lambda n: exchange(n, version=f"1.{n}"),
    "versions of what is not documented": lambda n: exchange(n, "/v1/oars", version=f"1.{n}"),
    "keys": lambda n: exchange(n, body={"boats": [{f"key{n}x{m}y": 1 for m in range(20)}]}),
    "nested keys": lambda n: exchange(n, body={f"a{m}b": {f"c{n}d": {"x": {"y": {"z": 1}}}} for m in range(20)}),
    "long keys": lambda n: exchange(n, body={"boats": [{f"{n}{LONG}": 1}]}),
    "long values": lambda n: exchange(n, body={"boats": [{"name": f"{n}{LONG}"}]}),
}


def peaks(kind: str) -> list[int]:
    """The peak of memory, in MB, of a process that has counted a few hostile exchanges, and then many."""
    program = (
        "import resource\n"
        "from tests.gathering.test_bounds import FEW, MANY, counted\n"
        "for total in (FEW, MANY):\n"
        f"    counted({kind!r}, total)\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def counted(kind: str, total: int) -> Aggregator:
    known = plan(boats())
    aggregator = Aggregator(known.operations, known.contracts)
    for number in range(total):
        aggregator.add(HOSTILE[kind](number))
    return aggregator


@pytest.mark.parametrize("kind", HOSTILE)
def test_five_times_as_many_strange_exchanges_need_no_more_memory(kind: str) -> None:
    few, many = peaks(kind)
    assert many < 400
    assert many - few < 25, f"{few} MB, then {many} MB"


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_kept_of_strange_exchanges_is_small_and_every_one_is_counted(kind: str) -> None:
    found = counted(kind, 3_000).observations
    assert found.read + found.skipped.total() == 3_000
    assert sum(service.matched + service.unmatched for service in found.services.values()) == found.read
    assert len(file.dumps(found)) < 10_000_000


def bodies(sizes: Iterator[int]) -> Iterator[Any]:
    for size in sizes:
        yield {"boats": [{"name": "Ida"}] * size}
        yield {f"name{number}x": number for number in range(size)}
        yield {"boats": [{f"name{number}x": None for number in range(size)}]}
        yield [[number] for number in range(size)]


def test_huge_arrays_and_objects_leave_little_behind() -> None:
    known = plan(boats())
    aggregator = Aggregator(known.operations, known.contracts)
    numbers = count()
    for body in bodies(iter([10, 1_000, 100_000])):
        aggregator.add(exchange(next(numbers), body=body))
    assert aggregator.observations.read == 12
    assert len(file.dumps(aggregator.observations)) < 100_000
