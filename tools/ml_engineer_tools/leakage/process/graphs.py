"""Graphs: their rows are edges; what is read from a graph knows of all the edges in it."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import NO_COLUMNS, Influence
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part, share_rows
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat

GRAPH = "<graph>"
"""The name of a value that is a graph."""
_LIBRARIES = ("networkx", "nx", "igraph", "torch_geometric", "dgl", "node2vec", "karateclub")
_MADE_OF_EDGES = frozenset(
    {"Graph", "DiGraph", "from_edgelist", "from_pandas_edgelist", "to_undirected", "graph",
     "add_self_loops", "SparseTensor", "to_scipy_sparse_matrix", "TupleList"}
)  # fmt: skip
_SAYS_LITTLE = frozenset(
    {"number_of_nodes", "number_of_edges", "has_edge", "has_node", "nodes", "order", "size",
     "selfloop_edges", "connected_components", "is_directed", "is_connected", "density", "draw",
     "non_edges", "negative_sampling", "info", "number_of_connected_components"}
)  # fmt: skip
"""What sound code asks of a whole graph too: whether a pair is no edge, how many there are."""
_GRAPHS_AGAIN = frozenset({"copy", "subgraph", "to_undirected", "to_directed", "Graph", "DiGraph"})


def made(machine: Machine, path: str, arguments: Arguments, line: int) -> Value | None:
    """Return a graph, or what a library's function reads from one; None of any other function."""
    name = path.rpartition(".")[2]
    if path.partition(".")[0] not in _LIBRARIES:
        return None
    first = arguments.value(0)
    if first.name == GRAPH and name != "Node2Vec":
        return read(machine, first, name, Arguments(arguments.given[1:], arguments.named), line)
    data = flat(first)
    if name in _MADE_OF_EDGES and data.rows:
        return replace(
            data, name=GRAPH, columns=NO_COLUMNS, index=False, constant=NOTHING, items=None
        )
    if name.startswith("read_") or name.endswith("_graph"):
        source = f"graph {first.text() or machine.spot(line)}"
        return Value(rows=frozenset({Part(source)}), name=GRAPH)
    return None


def read(machine: Machine, graph: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return what a function or method tells of a graph: of the nodes that it is asked about."""
    if name == "edges":
        return replace(graph, name="")
    if name in _GRAPHS_AGAIN:
        return graph
    if name in _SAYS_LITTLE:
        return UNKNOWN
    asked = frozenset(part for value in arguments.all() for part in flat(value).rows)
    return looked_up(machine, graph, asked, name, line)


def looked_up(
    machine: Machine, graph: Value, asked: frozenset[Part], what: str, line: int
) -> Value:
    """Return what a graph says of some nodes, or of all of them."""
    fit = Influence("graph", graph.rows, line, what, machine.site)
    return Value(rows=asked, influences=graph.influences | {fit}, choices=graph.choices)


def without(graph: Value, name: str, gone: Value) -> Value | None:
    """Return a graph after some of its edges were taken out; None if none that were split off.

    Which edges are left can't be told, so nothing more is said of them.
    """
    if not name.startswith("remove_edge") or not share_rows(gone.rows, graph.rows):
        return None
    return UNKNOWN


def seen_by(machine: Machine, values: list[Value], name: str, line: int) -> frozenset[Influence]:
    """Return what is learnt from graphs among some values, or was read from one before."""
    known = [flat(value) for value in values]
    whole = {
        Influence("graph", value.rows, line, name, machine.site)
        for value in values if value.name == GRAPH and value.rows
    }  # fmt: skip
    return frozenset(whole) | of_graphs(frozenset(f for value in known for f in value.influences))


def of_graphs(fits: frozenset[Influence]) -> frozenset[Influence]:
    """Return the fits that are of graphs."""
    return frozenset(fit for fit in fits if fit.kind == "graph")


def asked_of_pairs(owner: Value, key: Value) -> Value | None:
    """Return what lies under nodes of pairs, in what a graph told of all nodes: a value a pair."""
    if not key.rows or key.index or not of_graphs(owner.influences):
        return None
    said = frozenset(replace(one, rows=key.rows) for one in owner.predictions)
    return replace(
        owner, rows=key.rows, predictions=said, constant=NOTHING, items=None, entries=None, name=""
    )
