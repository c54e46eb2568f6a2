"""HTTP/1.1 with deadlines: for a request to come, for a response to be read, and a cap on connections of one client.

Uvicorn waits for as long as a client takes, so a thousand clients that send a byte now and then would hold all its
sockets.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from klyngebot.serving.addresses import network_of, peer_of
from klyngebot.serving.gate import DEFAULTS
from klyngebot.serving.problems import problem
from klyngebot.settings import Settings

SLOWEST: Final = 20_000  # bytes a second of a body that may take longer than the deadline
LOOKS: Final = 4  # at a client that does not read, before it is dropped
LEAST_READ: Final = 4096  # bytes that count as reading


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What every connection of a server is held to, and what they share.

    Args:
        receive: seconds in which a request must have come whole, its body at `SLOWEST` at least where it is long.
        write: seconds in which a client must have read something of what waits for it.
        most: open connections of one address; 0 for no cap.
        counts: connections of each address now.
    """

    receive: float
    write: float
    most: int
    counts: Counter[bytes] = field(default_factory=Counter)

    @classmethod
    def of(cls, settings: Settings) -> Deadlines:
        """Those of the settings. Behind a proxy there is no cap, since all connections are the proxy's."""
        most = 0 if settings.trusted_proxies else settings.connections_per_address
        return cls(settings.receive_seconds, settings.write_seconds, most)


class DeadlineProtocol(H11Protocol):
    """Uvicorn's protocol, which aborts connections that miss a deadline.

    Args:
        deadlines: to hold to.
        options: uvicorn's own.
    """

    def __init__(self, *, deadlines: Deadlines, **options: Any) -> None:
        super().__init__(**options)
        self._deadlines = deadlines
        self._counted: bytes | None = None
        self._receiving: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._begun = 0.0
        self._received = 0
        self._unread = 0
        self._read_at = 0.0

    # --- Connections ------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and wait for its first request."""
        super().connection_made(transport)
        peer = peer_of({"client": self.client})
        self._counted = network_of(peer) if peer else b""
        self._deadlines.counts[self._counted] += 1
        if 0 < self._deadlines.most < self._deadlines.counts[self._counted]:
            transport.abort()
            return
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._received_whole()
        if self._writing:
            self._writing.cancel()
        if self._counted is not None:
            self._deadlines.counts[self._counted] -= 1
            if not self._deadlines.counts[self._counted]:
                del self._deadlines.counts[self._counted]
            self._counted = None
        super().connection_lost(exc)

    # --- Receiving --------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Take what came; the deadline of a request counts from its first byte."""
        if self._is_between_requests():
            self._expect_request()
        self._received += len(data)
        super().data_received(data)
        if not self._is_receiving():
            self._received_whole()
        self._watch_reader()

    def on_response_complete(self) -> None:
        """Go on; the next request may have come in part with the one that was answered."""
        super().on_response_complete()
        partly_here = self._is_receiving() and not self._is_between_requests()
        if partly_here and self._receiving is None and not self.transport.is_closing():
            self._expect_request()
        self._watch_reader()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the words of the other refusals; uvicorn's own would come without headers."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()  # a response is under way or sent already
            return
        refusal = problem(400, headers={**DEFAULTS, "Connection": "close"})
        self.transport.write(
            self.conn.send(h11.Response(status_code=400, headers=refusal.raw_headers, reason=b"Bad Request"))
            + self.conn.send(h11.Data(data=bytes(refusal.body)))
            + self.conn.send(h11.EndOfMessage())
        )
        self.transport.close()

    def _is_receiving(self) -> bool:
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def _is_between_requests(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]

    def _expect_request(self) -> None:
        self._received_whole()
        self._begun = self.loop.time()
        self._received = 0
        self._receiving = self.loop.call_later(self._deadlines.receive, self._not_received)

    def _received_whole(self) -> None:
        if self._receiving:
            self._receiving.cancel()
            self._receiving = None

    def _not_received(self) -> None:
        self._receiving = None
        if self.conn.their_state is h11.SEND_BODY and self._received >= SLOWEST * (self.loop.time() - self._begun):
            self._receiving = self.loop.call_later(1.0, self._not_received)
        else:
            self.transport.abort()

    # --- Writing ----------------------------------------------------------------------------------

    def pause_writing(self) -> None:
        """Wait with writing until the client has read."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """Write on: the client has read."""
        if self._writing:
            self._writing.cancel()
            self._writing = None
        super().resume_writing()
        self._watch_reader()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection without a request, and make sure that it closes."""
        super().timeout_keep_alive_handler()
        self._watch_reader()

    def _watch_reader(self) -> None:
        """Where something waits for the client to read, see that it does."""
        if self._writing is None and (unread := self.transport.get_write_buffer_size()):
            self._unread, self._read_at = unread, self.loop.time()
            self._look_again()

    def _look_again(self) -> None:
        self._writing = self.loop.call_later(self._deadlines.write / LOOKS, self._look)

    def _look(self) -> None:
        self._writing = None
        unread, now = self.transport.get_write_buffer_size(), self.loop.time()
        if unread <= self._unread - LEAST_READ:
            self._unread, self._read_at = unread, now
        if unread and now - self._read_at >= self._deadlines.write:
            self.transport.abort()
        elif unread:
            self._look_again()
