"""Forgetting what Gradio keeps of the people who used the workbench.

Gradio (6.31) holds the latest value of every component for each of the last 10,000 sessions, the messages of a session
whose stream nobody has read to its end, and the latest event of all with the whole request that it came with, each for
as long as the process lives. Nothing of ours needs them: an event brings with it what it works on.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import weakref
from typing import Any

import gradio as gr
from gradio.queueing import Event

MOMENT = 1.0  # seconds
AT_ONCE = 64  # sessions whose values are held at most: as many as may wait in the queue


class Sessions:
    """What Gradio holds of sessions.

    Args:
        gradio_app: what `mount_gradio_app` has mounted.
        blocks: the page in it.
    """

    def __init__(self, gradio_app: Any, blocks: gr.Blocks) -> None:
        self._holder = gradio_app.state_holder
        self._queue = blocks._queue
        self._seen: dict[str, object] = {}
        self._events: weakref.WeakSet[Event] = weakref.WeakSet()

    def __contains__(self, session: object) -> bool:
        return session in self._queue.pending_messages_per_session

    def close(self, session: str) -> None:
        """Drop, in a moment, what is held of a session whose stream is over. On the event loop."""
        # The queue finishes its event after the stream. In a context of its own: that of the stream holds the request
        loop = asyncio.get_running_loop()
        loop.call_later(MOMENT, self._close, session, context=contextvars.Context())

    def _close(self, session: str) -> None:
        # What is still to be read has its number there, also where the event itself is done
        if session not in self._under_way() and not self._queue.pending_event_ids_session.get(session):
            self._drop(session)

    def forget(self) -> None:
        """Drop all that is held of sessions and events that were there the last time and were not used since.

        No clock is asked, for the one that Gradio notes may be set. On the event loop: nothing can come in between.
        """
        under_way = self._under_way()
        used = self._holder.time_last_used
        now: dict[str, object] = {**dict.fromkeys(self._queue.pending_messages_per_session), **used}
        for session in [own for own in now if own in self._seen and self._seen[own] == now[own]]:
            if session not in under_way:
                self._drop(session)
                del now[session]
        self._seen = now
        self._empty_old_events()

    def _under_way(self) -> set[str]:
        """Sessions with an event that waits or is worked on: where its messages have nowhere to go, the queue dies."""
        return {event.session_hash for event in self._queue.event_ids_to_events.values()}

    def _drop(self, session: str) -> None:
        self._holder.session_data.pop(session, None)
        self._holder.time_last_used.pop(session, None)
        self._queue.pending_messages_per_session.pop(session, None)
        self._queue.pending_event_ids_session.pop(session, None)

    def _empty_old_events(self) -> None:
        """Gradio's loops hold on to their latest event until there is another one, and nothing else leads to it."""
        gc.unfreeze()  # what was frozen is not listed; `settle` freezes again
        events = [thing for thing in gc.get_objects() if type(thing) is Event]
        for event in events:
            if event in self._events and event._id not in self._queue.event_ids_to_events:
                event.data = event.request = None
        self._events = weakref.WeakSet(events)
