"""Which row of the contract a request means."""

from collections.abc import Sequence

from dujiang.api.endpoints import Endpoint
from dujiang.api.problems import WrongMethod
from dujiang.kernel.errors import NotFound

MAX_SEGMENT_CHARS = 200


class _Node:
    __slots__ = ("fixed", "methods", "variable")

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        self.variable: _Node | None = None
        self.methods: dict[str, Endpoint] = {}


class Routes:
    """The contract's paths as a tree: a request costs one look-up a segment. Fixed words win."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._root = _Node()
        for endpoint in endpoints:
            self._add(endpoint)

    def find(self, method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
        """The endpoint and its path parameters; `NotFound` or `WrongMethod` otherwise."""
        node, values = self._root, list[str]()
        for segment in path.strip("/").split("/"):
            fixed = node.fixed.get(segment)
            if fixed is not None:
                node = fixed
            elif node.variable is not None and 0 < len(segment) <= MAX_SEGMENT_CHARS:
                node = node.variable
                values.append(segment)
            else:
                raise NotFound("api.path.unknown")
        endpoint = node.methods.get("GET" if method == "HEAD" else method)
        if endpoint is None:
            if not node.methods:
                raise NotFound("api.path.unknown")
            raise WrongMethod("api.method.unknown", allowed=", ".join(sorted(node.methods)))
        return endpoint, dict(zip(endpoint.parameters, values, strict=True))

    def _add(self, endpoint: Endpoint) -> None:
        node = self._root
        for segment in endpoint.path.strip("/").split("/"):
            if segment.startswith("{"):
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.fixed.setdefault(segment, _Node())
        node.methods[endpoint.method] = endpoint
