"""Speed and memory of reading recordings, in one run, on traffic that is given.

    python benchmarks/recordings.py HAR [--contract FILE] [--rounds 10] [--megabytes 100 1000]

HAR is a capture of real traffic with nova, which may be compressed with xz; nothing of it is kept here. It is repeated,
each time with other ids, so that no URL and no body comes twice. By default it is matched with the pinned nova.

1. Exchanges a second of one core, after loading: reading alone; reading, matching and counting; all that, and judging
   each by the contract. The best of three.
2. Validation beside that of tempest, which makes a validator for each answer: the same bodies by the same schemas.
3. Memory: the exchanges as a tempest log of so many megabytes each, read by the command line; its peak, and megabytes a
   second of one core, loading not counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
from corpus import tree_of
from traffic import entries, write_har, write_tempest_log

from apiref_verify.evidence.contracts.load import load
from apiref_verify.evidence.recordings.files import RecordingFile
from apiref_verify.evidence.recordings.read import read_file
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.gathering.part import Plan, gather_part
from apiref_verify.matching.contracts.validation import Validators
from apiref_verify.matching.exchanges.addresses import request_of
from apiref_verify.matching.exchanges.routing import locate, promised
from apiref_verify.model.contract import Contract, Schema
from apiref_verify.model.exchange import BodyKind, Exchange
from apiref_verify.reading.reader import read_tree
from apiref_verify.reading.tree import find_tree

Pairs = list[tuple[Any, Schema]]


def cpu_seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU time of a function."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def speeds(file: RecordingFile, plans: dict[str, Plan]) -> None:
    """Print how many exchanges are done in a second."""
    count = sum(isinstance(one, Exchange) for one in read_file(file, Secrets()))
    steps: dict[str, Callable[[], object]] = {"read": lambda: [None for _ in read_file(file, Secrets())]}
    steps |= {name: partial(gather_part, plan, file) for name, plan in plans.items()}
    for name, work in steps.items():
        print(f"{name:36} {count / cpu_seconds(work):8.0f} exchanges/s of {count}", flush=True)


def judged_pairs(file: RecordingFile, contract: Contract) -> Pairs:
    """The answers that were served, with the schema that each is judged by."""
    routes = promised(contract.routes)
    found: Pairs = []
    for one in read_file(file, Secrets()):
        if isinstance(one, Exchange) and one.is_success and one.response.kind is BodyKind.JSON:
            place = locate(routes, one.method, request_of(one.url, routes.firsts), one.request)
            promise = place and place.entries[0].item.at(one.version or contract.versions.minimum)
            schema = promise and promise.responses.get(str(one.status))
            if schema:
                found.append((one.response.value, schema))
    return found


def validation(pairs: Pairs, contract: Contract) -> None:
    """Print how much longer it takes to validate as tempest does: ``RestClient.validate_response``."""
    formats = jsonschema.FormatChecker()

    def per_call() -> int:
        failures = 0
        for body, schema in pairs:
            try:
                jsonschema.validate(body, schema, cls=jsonschema.Draft202012Validator, format_checker=formats)
            except jsonschema.ValidationError:
                failures += 1
        return failures

    def kept(validators: Validators) -> int:
        return sum(bool(validators.violations(body, schema)) for body, schema in pairs)

    slow = cpu_seconds(per_call, 1)
    print(f"{len(pairs)} answers, a validator for each: {slow:.2f} s CPU", flush=True)
    for name, fast in (("as here, with jsonschema-rs", True), ("as here, without", False)):
        validators = Validators(contract, fast)
        kept(validators)
        seconds = cpu_seconds(partial(kept, validators))
        print(f"{len(pairs)} answers, {name}: {seconds:.3f} s CPU, 1/{slow / seconds:.0f}", flush=True)


def peak_and_cpu(command: list[str]) -> tuple[float, float]:
    """The peak of memory of a command in MB, and its CPU seconds."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{told}")
    print(f"  {told.strip().splitlines()[-1]}")
    return usage.ru_maxrss / 1000, usage.ru_utime + usage.ru_stime


def memory(found: list[dict[str, Any]], tree: Path, sizes: list[int], scratch: Path) -> None:
    """Print the peak of memory for logs of several sizes, and how fast the rest of the largest is read."""
    log, seen = scratch / "tempest.log", []
    for megabytes in sizes:
        write_tempest_log(found, log, megabytes)
        command = [
            sys.executable,
            "-m",
            "apiref_verify",
            "evidence",
            "gather",
            str(tree),
            "-o",
            str(scratch / "out.json"),
        ]
        peak, cpu = peak_and_cpu([*command, "--recording", str(log)])
        seen.append((log.stat().st_size / 1e6, cpu))
        print(f"tempest log of {seen[-1][0]:5.0f} MB: peak {peak:5.0f} MB, {cpu:6.1f} s CPU", flush=True)
    if len(seen) > 1:
        (small, little), (large, much) = seen[0], seen[-1]
        print(f"{(large - small) / (much - little):.1f} MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("har", type=Path)
    parser.add_argument("--contract", type=Path, help="a contract of the API, such as a bundle")
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--megabytes", type=int, nargs="*", default=[100, 1000])
    args = parser.parse_args()
    tree = args.tree or tree_of("nova")
    found = entries(args.har)
    operations = tuple(operation for _, operation in read_tree(find_tree(tree)).operations)
    plans = {"read, matched and counted": Plan(operations)}
    with tempfile.TemporaryDirectory(prefix="apiref-verify-recordings-") as folder:
        har = RecordingFile(str(Path(folder, "traffic.har")))
        write_har(found, har.place, args.rounds)
        if args.contract:
            contract = load(args.contract)
            plans["… and judged by the contract"] = Plan(operations, (contract,))
        speeds(har, plans)
        if args.contract:
            once = RecordingFile(str(Path(folder, "once.har")))
            write_har(found, once.place, 1)
            validation(judged_pairs(once, contract), contract)
        memory(found, tree, args.megabytes, Path(folder))


if __name__ == "__main__":
    main()
