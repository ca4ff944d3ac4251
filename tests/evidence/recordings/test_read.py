from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.recordings import streams
from apiref_verify.evidence.recordings.errors import RecordingError
from apiref_verify.evidence.recordings.files import RecordingFile, find_recordings
from apiref_verify.evidence.recordings.read import read_file, read_recordings
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import Exchange
from tests.builders import PROPERTY
from tests.evidence.recordings.recordings import (
    BODY,
    KEYSTONEAUTH,
    TEMPEST,
    betamax,
    exchanges,
    har,
    har_entry,
    interaction,
    read,
    read_text,
    reasons,
)

PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def paths(*words: str) -> list[str]:
    return [file.path for file in find_recordings(words)]


def test_words_become_files_in_a_stable_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/2.log", "b/1.log", "b/c/0.har", "b/.hidden", "b/.git/x", "a.log", "odd[1].log"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    assert paths("b", "a.log", "-") == ["b/1.log", "b/2.log", "b/c/0.har", "a.log", "-"]
    assert paths("b/*.log", "b", "./a.log", "a.log") == ["b/1.log", "b/2.log", "b/c/0.har", "./a.log"]
    assert paths("**/*.har", str(tmp_path / "b" / "*.log")) == [
        "b/c/0.har",
        f"{tmp_path}/b/1.log",
        f"{tmp_path}/b/2.log",
    ]
    assert paths("b/.*", "odd[1].log") == ["b/.git/x", "b/.hidden", "odd[1].log"]


@pytest.mark.parametrize("word", ["none.log", "*.none", "empty"])
def test_a_word_that_names_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    with pytest.raises(RecordingError, match=f"^{word.replace('*', '[*]')}: "):
        read_recordings([word])


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("text", [KEYSTONEAUTH, TEMPEST, har(har_entry()), betamax(interaction(BODY, BODY))])
def test_compressed_files_are_told_by_their_content(tmp_path: Path, packer: str, text: str) -> None:
    plain = read_text(tmp_path, text)
    assert plain
    assert read_text(tmp_path, PACKERS[packer](text.encode())) == plain


@pytest.mark.parametrize(
    ("packer", "reason"),
    [
        ("gz", "the compressed file ends too early"),
        ("bz2", "the compressed file ends too early"),
        ("xz", "the compressed file ends too early"),
    ],
)
def test_a_broken_tail_keeps_what_was_read(tmp_path: Path, packer: str, reason: str) -> None:
    text = "".join(KEYSTONEAUTH.replace("req-", f"{os.urandom(50).hex()}-") for _ in range(3000))
    data = PACKERS[packer](text.encode())
    *before, last = read_text(tmp_path, data[: len(data) * 3 // 4])
    assert len([one for one in before if isinstance(one, Exchange)]) > 1000
    assert reasons([last]) == [reason]
    garbled = bytearray(data)
    garbled[len(data) * 3 // 4 : len(data) * 3 // 4 + 99] = os.urandom(99)
    *before, last = read_text(tmp_path, bytes(garbled))
    assert len(before) > 1000
    assert reasons([last])[0].startswith("the compressed file")


def test_files_that_are_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(KEYSTONEAUTH)
    (tmp_path / "b.bin").write_bytes(os.urandom(2_000_000))
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.zst").write_bytes(b"\x28\xb5\x2f\xfd rest of it")
    (tmp_path / "e.log").write_bytes(KEYSTONEAUTH.encode("utf-16"))
    found = read(tmp_path)
    assert len([one for one in found if isinstance(one, Exchange)]) == 2
    assert reasons(found) == [
        "no known format",
        "no known format",
        "compressed with zstd: decompress it first (zstd -d)",
        "the text is UTF-16: save it as UTF-8",
    ]
    told: list[str] = []
    list(read_recordings([str(tmp_path / "b.bin")], warn=told.append))
    assert told[0].startswith(f"{tmp_path}/b.bin: no known format; known are exchange files, HAR, betamax cassettes, ")


def test_a_file_that_goes_away_or_is_a_folder_by_now(tmp_path: Path) -> None:
    gone = read_file(RecordingFile(str(tmp_path / "gone")), Secrets())
    assert reasons(list(gone)) == ["there is no such file"]
    assert reasons(list(read_file(RecordingFile(str(tmp_path)), Secrets()))) == ["this is a folder"]
    (tmp_path / "link").symlink_to("nowhere")
    assert reasons(read(tmp_path / "link")) == ["there is no such file"]


def test_the_rest_of_the_files_goes_on(tmp_path: Path) -> None:
    (tmp_path / "1").write_text(har(har_entry())[:-2])
    (tmp_path / "2").write_text(KEYSTONEAUTH)
    told: list[str] = []
    found = list(read_recordings([str(tmp_path)], warn=told.append))
    assert [type(one).__name__ for one in found] == ["Exchange", "Unread", "Exchange", "Exchange"]
    assert told == [f"{tmp_path}/1:2: the JSON ends too early"]


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_LINE", 1000)
    lines = KEYSTONEAUTH.splitlines(keepends=True)
    lines[4] = lines[4].replace('"s1"', '"' + "s" * 300_000 + '"')
    found = read_text(tmp_path, "".join(lines))
    assert reasons(found) == ["a line that is too long"]
    assert [one.response.reason for one in found if isinstance(one, Exchange)] == ["the line is too long", ""]


@PROPERTY
@given(st.binary(max_size=3000), st.integers(1, 500))
def test_lines_are_those_of_the_text(data: bytes, longest: int) -> None:
    whole = streams.LARGEST_LINE
    streams.LARGEST_LINE = longest
    try:
        found = list(streams.lines(io.BytesIO(data)))
    finally:
        streams.LARGEST_LINE = whole
    expected = data.split(b"\n")[: len(data.split(b"\n")) - (data.endswith(b"\n") or not data)]
    assert len(found) == len(expected)
    for line, there in zip(found, expected, strict=True):
        if line is not None:
            assert line.encode("utf-8", "surrogateescape") == there.rstrip(b"\r")


@PROPERTY
@given(st.binary(), st.sampled_from([KEYSTONEAUTH, TEMPEST, har(har_entry()), betamax(interaction(BODY, BODY))]))
def test_no_content_is_too_odd(tmp_path_factory: pytest.TempPathFactory, data: bytes, text: str) -> None:
    middle = len(text) // 2
    folder = tmp_path_factory.getbasetemp()
    for odd in (data, text.encode() + data, text[:middle].encode() + data + text[middle:].encode()):
        for one in read_text(folder, odd):
            assert one.source.line >= 1


def test_reading_needs_no_parser_of_yaml_or_json_before_there_is_one_to_read() -> None:
    code = (
        "import sys, apiref_verify.evidence.recordings.read; print(*(n for n in ('yaml', 'ijson') if n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_memory_stays_flat(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from apiref_verify.evidence.recordings.read import read_recordings;"
        "print(sum(1 for _ in read_recordings(sys.argv[1:])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    used = []
    for times in (200, 4000):
        (tmp_path / "a.log").write_text(TEMPEST * times)
        (tmp_path / "b.har").write_text(har(*[har_entry()] * times))
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
        count, kilobytes = map(int, done.stdout.split())
        assert count == 3 * times
        used.append(kilobytes)
    assert used[1] - used[0] < 4096
    assert exchanges(read(tmp_path / "b.har"))
