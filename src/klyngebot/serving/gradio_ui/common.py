"""What the tabs of the workbench are made of: HTML of ours, the bot's answer or why there is none, and results."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import gradio as gr

from klyngebot import texts
from klyngebot.errors import CheckError, IndexUnavailableError
from klyngebot.serving.places import BusyError
from klyngebot.serving.problems import log_error

# A tab's work is told by our own status, belongs to no API, and shares the queue with the questions
QUIET: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private"}
SHARED: Final[dict[str, Any]] = {**QUIET, "concurrency_id": "ask"}
_Reply = TypeVar("_Reply")


def html(content: str, **options: Any) -> gr.Markdown:
    """HTML through Gradio's Markdown: it goes through a sanitizer and needs no eval, unlike `gr.HTML`."""
    return gr.Markdown(content, latex_delimiters=[], sanitize_html=True, **options)


async def spoken(work: Callable[[], Awaitable[_Reply]]) -> _Reply | str:
    """What the bot gives, or a sentence that says why it gives nothing."""
    try:
        return await work()
    except IndexUnavailableError:
        return texts.STATUS_STARTING
    except BusyError:
        return texts.STATUS_BUSY
    except CheckError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the outermost skin of the page
        return texts.something_went_wrong(log_error(error))


def new_run() -> str:
    """A name for one run of a tab, so that its result is announced, and once, also if it is the same as before."""
    return f"run-{secrets.token_hex(4)}"


def result_html(run: str, state: str, told: str) -> str:
    """What a tab shows: "waiting", "done", or "message" in place of a result."""
    return f'<div class="kb-turn kb-{state}" id="{run}"><div class="kb-told">{told}</div></div>'
