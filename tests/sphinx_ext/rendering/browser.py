"""Pages in a real browser: Chromium opens a page from a server of this machine, and a script tells what it finds."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
_TELL = """\
<script src="told-first.js"></script>
<script>
addEventListener("load", async () => {
  const told = document.createElement("pre");
  try {
    told.textContent = JSON.stringify(await (async () => { %s })());
  } catch (error) {
    told.textContent = JSON.stringify("failed: " + error);
  }
  told.id = "told";
  document.body.append(told);
});
</script>
</body>"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class Browser:
    """Opens ``index.html`` of a folder that is served at ``url``, each time with a script of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        found = [path for name in _NAMES if (path := shutil.which(name))]
        if not found:
            pytest.skip("no Chromium here: apt-get install chromium")
        self._program = found[0]
        self._folder = folder
        self._url = url

    def tell(self, script: str, address: str = "", dark: bool = False, library: str = "") -> Any:
        """What the body of a function returns that runs once the page is there; ``library`` is run before it."""
        page = (self._folder / "index.html").read_text("utf-8")
        (self._folder / "told.html").write_text(page.replace("</body>", _TELL % script), "utf-8")
        (self._folder / "told-first.js").write_text(library, "utf-8")
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        command = [self._program, *_ARGUMENTS, scheme, f"{self._url}/told.html{address}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
        assert told, done.stderr[-2000:]
        return json.loads(html.unescape(told[1]))


@contextmanager
def browsing(folder: Path) -> Iterator[Browser]:
    """A browser for the pages of a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Browser(folder, f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
