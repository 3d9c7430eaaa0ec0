"""Which network addresses may be reached: public ones, and those an administrator has listed.

A name is resolved once and the connection goes to that very address, so that a second answer of
the name server cannot lead inside. Redirects are not followed and proxies of the environment are
not used (both are settings of the client).
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

import httpx2

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class AddressRefused(Exception):
    """The host lies in a network that this connection may not reach."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def may_reach(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether an address is public, or lies in a network that was allowed by hand."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    real = mapped or address
    if any(real.version == network.version and real in network for network in allowed):
        return True
    return real.is_global and not real.is_multicast


class GuardedTransport(httpx2.BaseTransport):
    """Resolves once, refuses unless every address may be reached, connects to the first."""

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        *,
        inner: httpx2.BaseTransport | None = None,
        resolver: Resolve = resolve,
    ) -> None:
        self._allowed = tuple(allowed)
        self._inner = inner or httpx2.HTTPTransport(retries=0)
        self._resolve = resolver

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request to the address that was checked. Raises `AddressRefused`."""
        host = request.url.host
        port = request.url.port or _DEFAULT_PORTS.get(request.url.scheme, 443)
        try:
            found = self._resolve(host, port)
        except OSError as error:
            raise httpx2.ConnectError(f"{host}: {error}", request=request) from error
        addresses = [ip_address(text.partition("%")[0]) for text in found]
        if not addresses or not all(may_reach(one, self._allowed) for one in addresses):
            raise AddressRefused(host)
        request.url = request.url.copy_with(host=str(addresses[0]))
        request.extensions = {**request.extensions, "sni_hostname": host}
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
