"""The tab that shows how an answer came about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape
from typing import Any

import gradio as gr
from starlette.datastructures import State

from klyngebot import texts
from klyngebot.serving.api import BotSource
from klyngebot.serving.gradio_ui.chat import turns_of
from klyngebot.serving.gradio_ui.common import SHARED, html, new_run, result_html, spoken
from klyngebot.serving.places import Work
from klyngebot.serving.workbench_html import trace_to_html
from klyngebot.texts import workbench
from klyngebot.types import Answer, Hit, Turn


def question_field() -> gr.Textbox:
    """The field of the tab, not shown yet: the conversation puts its latest question there."""
    return gr.Textbox(
        label=workbench.TRACE_LABEL,
        lines=1,
        max_lines=5,
        elem_id="kb-traced-question",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="da"),
        render=False,
    )


def trace(bot_source: BotSource, app_state: State, question: gr.Textbox, history: gr.JSON) -> None:
    """The way to an answer: a question in (the latest one stands there), stops and hits out."""
    html(f"<h2>{workbench.TRACE_HEADING}</h2><p>{workbench.TRACE_INTRO}</p>", elem_id="kb-trace-intro")
    with gr.Row(elem_id="kb-trace-form"):
        question.render()
        show = gr.Button(workbench.TRACE_BUTTON, variant="primary", elem_id="kb-trace")
    html(f"<p>{texts.QUESTION_HINT}</p>", elem_id="kb-trace-hint")
    traced = html("", elem_id="kb-traced")

    def follow(asked: str, turns: list[Turn]) -> tuple[Answer, list[Hit]]:
        bot = bot_source()
        answer = bot.ask(asked, turns)
        return answer, bot.search(answer.trace.query) if answer.trace.query else []

    async def show_trace(asked: str, so_far: Any) -> AsyncIterator[str]:
        run = new_run()
        yield result_html(run, "waiting", f"<p>{texts.STATUS_SEARCHING}</p>")
        turns = turns_of(so_far)
        if turns and turns[-1].question == asked:  # asked again as it was: without itself before it
            turns = turns[:-1]
        reply = await spoken(lambda: app_state.places.run(Work.ANSWER, follow, asked, turns))
        if isinstance(reply, str):
            yield result_html(run, "message", f"<p>{escape(reply)}</p>")
            return
        yield result_html(run, "done", trace_to_html(*reply))

    gr.on([show.click, question.submit], show_trace, [question, history], [traced], **SHARED)
