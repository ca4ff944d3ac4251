"""The short cut for plain descriptions agrees with the parser."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.sphinx_ext.rendering.texts import is_plain
from tests.builders import PROPERTY

_PLAIN_PIECES = ["a", "Ab", "id", "é", "1", " ", "  ", "\n", "e.g. ", ".", ",", ";", "/", "%", "'", '"', "(", ")"]
_MARKUP_PIECES = ["_", "-", "--", ":", "::", "*", "`", "|", "+", "=", "[1]", "<", ">", "\\", "\n\n", "i)", "A."]
_LINKS = ["http://a.b", "x@y.z", "urn:", "mailto:a"]
_PIECES = st.sampled_from([*_PLAIN_PIECES * 4, *_MARKUP_PIECES, *_LINKS])


@PROPERTY
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_a_plain_text_is_one_paragraph_of_one_text(text: str) -> None:
    if is_plain(text):
        document = publish_doctree(text, settings_overrides={"report_level": 5, "doctitle_xform": False})
        (paragraph,) = document.children
        assert isinstance(paragraph, nodes.paragraph)
        assert paragraph.children == [nodes.Text(text.strip())]


@pytest.mark.parametrize("text", ["The UUID of the boat.", "Its name, e.g. server_id:\none of\nthem (or none)."])
def test_common_descriptions_are_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n\nb",
        "See name_.",
        "A. list",
        "i) list",
        "a::",
        "*a*",
        "``a``",
        "a\n  b",
        "Title\n=====",
        "http://a.b",
        "x@y.z",
        "|a|",
        "- a",
        "a\n- b",
        ":a: b",
        "[1]_",
        "_`a`",
        "urn:a",
        "\\a",
    ],
)
def test_markup_is_not_plain(text: str) -> None:
    assert not is_plain(text)
