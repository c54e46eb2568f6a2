"""Whose request it is: the client's address behind trusted proxies, and a key for it that tells nobody who it was."""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Final, TypeAlias

from starlette.datastructures import Headers
from starlette.types import Scope

from klyngebot.texts import operator as operator_texts

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
NETWORK_BITS: Final = 64  # of an IPv6 address: what one customer of a provider has at least
RENEWED_SECONDS: Final = 24 * 60 * 60.0
MOST_HOPS: Final = 32
_KEY_BYTES: Final = 16
# What proxies write for a hop: an address, often with its port
_HOP: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?|(\d[\d.]*)(?::\d{1,5})?|([0-9A-Fa-f:.]+)")

log = logging.getLogger(__name__)


class Addresses:
    """Tells the address of a request's client, and its key.

    Args:
        trusted_proxies: networks ("10.0.0.0/8") whose hosts may say for whom they ask, in `X-Forwarded-For`.
        clock: seconds that never go back.
    """

    def __init__(self, trusted_proxies: Sequence[str] = (), clock: Callable[[], float] = time.monotonic) -> None:
        self._trusted = tuple(ipaddress.ip_network(network) for network in trusted_proxies)
        self._clock = clock
        self._secret = b""
        self._renew_at = float("-inf")
        self._warned = False

    def client(self, scope: Scope) -> Address | None:
        """The address of the client: the nearest hop that is no proxy of ours. None where the peer has none."""
        peer = peer_of(scope)
        forwarded = Headers(scope=scope).getlist("x-forwarded-for")
        if not forwarded or peer is None:
            return peer
        if not self._trusts(peer):
            self._warn()
            return peer
        hops = ",".join(forwarded).rsplit(",", MOST_HOPS)[-MOST_HOPS:]
        for hop in reversed(hops):
            address = _read(hop.strip(" \t"))
            if address is None:
                return peer
            if not self._trusts(address):
                return address
        return peer

    def key(self, scope: Scope) -> bytes:
        """A key for the client's network, without the address: from a secret that lasts a day and is never written."""
        now = self._clock()
        if now >= self._renew_at:
            self._secret, self._renew_at = secrets.token_bytes(32), now + RENEWED_SECONDS
        address = self.client(scope)
        network = b"" if address is None else network_of(address)
        return blake2b(network, key=self._secret, digest_size=_KEY_BYTES).digest()

    def is_encrypted(self, scope: Scope) -> bool:
        """Whether the client came over TLS, as the connection or a trusted proxy says."""
        if scope["scheme"] == "https":
            return True
        peer = peer_of(scope)
        said = Headers(scope=scope).get("x-forwarded-proto", "")
        return peer is not None and self._trusts(peer) and said.strip().lower() == "https"

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _warn(self) -> None:
        """Tell the operator, once, of a proxy that the settings do not name: all its visitors count as one."""
        if not self._warned:
            self._warned = True
            log.warning("%s", operator_texts.PROXY_NOT_TRUSTED)


def peer_of(scope: Scope) -> Address | None:
    """The address at the other end of the connection; None where it has none (a Unix socket, a test)."""
    client = scope.get("client")
    return _parsed(client[0].partition("%")[0]) if client else None


def network_of(address: Address) -> bytes:
    """What counts as one client: an IPv4 address, or the /64 of an IPv6 address."""
    return address.packed if address.version == 4 else address.packed[: NETWORK_BITS // 8]


def _read(hop: str) -> Address | None:
    match = _HOP.fullmatch(hop)
    return _parsed(match.group(1) or match.group(2) or match.group(3)) if match else None


def _parsed(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
