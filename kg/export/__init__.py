"""Any written format into any other, and tables of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Store

from kg import formats, store
from kg.export import cyjs, dot, dyads, graphs, table_files, tables
from kg.export.actors import Codes
from kg.export.targets import FORMATS, Target, files, refuse_unreadable, target_of
from kg.network import Network, gathered
from kg.write import gexf, graphml

__all__ = ["FORMATS", "Target", "files", "save", "target_of"]

_NETWORKS: dict[str, Callable[[Store, BinaryIO], None]] = {
    "graphml": graphml.write_store,
    "gexf": gexf.write_store,
    "cyjs": cyjs.write,
    "dot": dot.write,
}
_PICTURES = ("svg", "png")


def save(source: str, target: Target, outputs: Sequence[tuple[str, BinaryIO]], ontology: Sequence[Path] = ()) -> int:
    """A file of RDF or a store on disk, converted: `outputs` are the names that `files` gives, each with its stream.

    `ontology`: files with classes, states and codes of the user's, for dyads. How many events have no place in the
    target, being no dyads, is returned. Raises KgError.
    """
    refuse_unreadable(source)
    (name, stream), *_ = outputs
    if target.name in {one.name for one in formats.FORMATS} - _NETWORKS.keys():
        graphs.convert(source, stream, formats.named(target.name))
        return 0
    with _network(source) as data:
        if target.name in _NETWORKS:
            _NETWORKS[target.name](data, stream)
        elif target.name in _PICTURES:
            stream.write(_picture(data, target.name))
        elif target.name == "dyads":
            count = dyads.Count()
            write = table_files.write_parquet if Path(name).suffix.lower() == ".parquet" else table_files.write_csv
            write(dyads.COLUMNS, dyads.rows(data, Codes(ontology), count), stream)
            return count.left_out
        else:
            _tables(data, target, [one for _, one in outputs])
    return 0


@contextmanager
def _network(source: str) -> Iterator[Store]:
    if store.is_store(source):
        yield store.load(source)
        return
    with gathered(store.quads(source)) as data:
        yield data


def _tables(data: Store, target: Target, streams: Sequence[BinaryIO]) -> None:
    write = table_files.write_parquet if target.name == "parquet" else table_files.write_csv
    network = Network(data)
    write(tables.node_columns(network), tables.node_rows(network), streams[0])
    write(tables.EDGE_COLUMNS, tables.edge_rows(network), streams[1])


def _picture(data: Store, format: str) -> bytes:
    from kg import view

    return view.picture(data, format)
