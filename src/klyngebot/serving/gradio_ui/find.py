"""The tab that finds clusters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape

import gradio as gr
from starlette.datastructures import State

from klyngebot import texts
from klyngebot.serving.api import BotSource
from klyngebot.serving.cluster_rendering import clusters_to_html
from klyngebot.serving.gradio_ui.common import SHARED, html, new_run, result_html, spoken
from klyngebot.serving.places import Work
from klyngebot.types import Status


def find(bot_source: BotSource, app_state: State) -> None:
    """The finder of clusters: a description in, proposals out."""
    html(f"<h2>{texts.FIND_HEADING}</h2><p>{texts.FIND_INTRO}</p>", elem_id="kb-find-intro")
    with gr.Row(elem_id="kb-find-form"):
        firm = gr.Textbox(
            label=texts.FIND_LABEL,
            placeholder=texts.FIND_PLACEHOLDER,
            lines=2,
            max_lines=5,
            elem_id="kb-firm",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="da"),
        )
        search = gr.Button(texts.FIND_BUTTON, variant="primary", elem_id="kb-find")
    html(f"<p>{texts.QUESTION_HINT}</p>", elem_id="kb-find-hint")
    found = html("", elem_id="kb-found")

    async def propose(described: str) -> AsyncIterator[str]:
        run = new_run()
        yield result_html(run, "waiting", f"<p>{texts.STATUS_SEARCHING}</p>")
        reply = await spoken(lambda: app_state.places.run(Work.ANSWER, bot_source().find_clusters, described))
        if isinstance(reply, str):
            yield result_html(run, "message", f"<p>{escape(reply)}</p>")
            return
        shown = "message" if reply.status is Status.REJECTED else "done"
        yield result_html(run, shown, clusters_to_html(reply))

    gr.on([search.click, firm.submit], propose, [firm], [found], **SHARED)
