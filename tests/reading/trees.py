"""Small references for tests, written below a temporary folder."""

from __future__ import annotations

from pathlib import Path

SOURCE = "api-ref/source"

OPERATION = """\
{title}
{line}

.. rest_method:: {method} {url}

"""


def operation(title: str, method: str = "GET", url: str = "/boats") -> str:
    """Return the title and method of an operation."""
    return OPERATION.format(title=title, line="=" * max(len(title), 4), method=method, url=url)


def table(file: str, *keys: str) -> str:
    """Return a request table whose rows are called like their keys."""
    rows = "".join(f"   - {key}: {key}\n" for key in keys)
    return f"Request\n-------\n\n.. rest_parameters:: {file}\n\n{rows}\n"


def sample(file: str) -> str:
    """Return a directive that shows a sample."""
    return f"Response\n--------\n\n.. literalinclude:: {file}\n   :language: javascript\n\n"


def write(root: Path, files: dict[str, str | bytes], base: str = SOURCE) -> Path:
    """Write files, their names relative to ``base``, and return ``root``."""
    for name, content in files.items():
        path = root / base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
