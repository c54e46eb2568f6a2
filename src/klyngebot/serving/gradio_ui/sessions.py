"""Forgetting what Gradio keeps of the people who used the workbench.

Gradio (6.31) holds the latest value of every component for each of the last 10,000 sessions, and the messages of a
session whose stream nobody read to its end, all for as long as the process lives. Nothing of ours needs either: each
event brings with it what it works on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import gradio as gr

AT_ONCE = 64  # sessions that are held at most: as many as may wait in the queue


def forget_sessions(gradio_app: Any, blocks: gr.Blocks, seconds: float) -> None:
    """Drop all that is held of sessions which were not used for so many seconds. From any thread.

    Args:
        gradio_app: what `mount_gradio_app` has mounted.
        blocks: the page in it.
        seconds: longer than any event takes.
    """
    holder, queue = gradio_app.state_holder, blocks._queue
    until = datetime.now() - timedelta(seconds=seconds)
    with holder.lock:
        old = [session for session, used in list(holder.time_last_used.items()) if used < until]
        for session in old:
            holder.time_last_used.pop(session, None)
            holder.session_data.pop(session, None)
            queue.pending_messages_per_session.pop(session, None)
            queue.pending_event_ids_session.pop(session, None)
