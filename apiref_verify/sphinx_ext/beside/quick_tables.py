"""The tables of os_api_ref, sooner: what a build has parsed before is not parsed again.

A reference shows the same definitions in many tables, and os_api_ref parses every cell of each. Its tables stay as they
are; the time that this saves is about what our own checks take.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import os_api_ref
import yaml
from docutils import nodes

from apiref_verify.sphinx_ext.beside.guarded import Guarded, tell

_CELLS = "apiref_verify_cells"
_PLAIN = (
    nodes.Text,
    nodes.entry,
    nodes.paragraph,
    nodes.literal,
    nodes.strong,
    nodes.emphasis,
    nodes.bullet_list,
    nodes.list_item,
    nodes.literal_block,
)
"""Nodes that nothing else of a document knows of, so that a copy is as good as another parse."""


class _OrderedLoader(yaml.CSafeLoader):
    """Loads as os_api_ref does, mappings in order and numbers with a point as text, but with libyaml."""


def _construct_mapping(loader: _OrderedLoader, node: yaml.MappingNode) -> OrderedDict[Any, Any]:
    loader.flatten_mapping(node)
    return OrderedDict(loader.construct_pairs(node))


_OrderedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)
_OrderedLoader.add_constructor(  # type: ignore[type-var]
    "tag:yaml.org,2002:float", yaml.constructor.SafeConstructor.construct_yaml_str
)


class QuickRestParameters(Guarded, os_api_ref.RestParametersDirective):
    """The directive of os_api_ref with a faster loader, and a memory of the cells of the document."""

    def _load_param_file(self, fpath: str) -> Any:
        if fpath not in os_api_ref.YAML_CACHE:
            try:
                lookup = self._loaded(fpath)
            except OSError:
                pass
            except Exception as error:  # of os_api_ref and of YAML: told once, then the file defines nothing
                tell("os_api_ref cannot use this file", error, fpath, 1)
                os_api_ref.YAML_CACHE[fpath] = OrderedDict()
            else:
                if lookup:
                    os_api_ref.YAML_CACHE[fpath] = lookup
        return super()._load_param_file(fpath)  # of a file that is missing or empty, it tells in its own way

    def _loaded(self, fpath: str) -> Any:
        with open(fpath) as stream:  # noqa: PTH123  (as os_api_ref opens it)
            lookup = yaml.load(stream, _OrderedLoader)
        if lookup:
            self._check_yaml_sorting(fpath, lookup)
        return lookup

    def add_col(self, value: str) -> nodes.entry:
        """Return a cell: a copy, if it was parsed before and is plain."""
        cells: dict[str, nodes.entry] = self.state.document.settings.env.temp_data.setdefault(_CELLS, {})
        if value in cells:
            return cells[value].deepcopy()
        cell: nodes.entry = super().add_col(value)
        if all(isinstance(node, _PLAIN) for node in cell.findall()):
            cells[value] = cell.deepcopy()
        return cell
