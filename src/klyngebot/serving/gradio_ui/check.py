"""The tab that checks a text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape

import gradio as gr
from starlette.datastructures import State

from klyngebot import texts
from klyngebot.serving.api import BotSource
from klyngebot.serving.check_html import draft_to_html
from klyngebot.serving.gradio_ui.common import QUIET, SHARED, html, new_run, result_html, spoken
from klyngebot.serving.places import Work
from klyngebot.serving.references import Link
from klyngebot.texts import checking as check_texts


def check(bot_source: BotSource, app_state: State, link: Link) -> None:
    """The check of claims: a text in, the marked text with a verdict and evidence for each claim out."""
    html(f"<h2>{check_texts.CHECK_HEADING}</h2><p>{check_texts.CHECK_INTRO}</p>", elem_id="kb-check-intro")
    with gr.Column(elem_id="kb-check-form"):
        draft = gr.Textbox(
            label=check_texts.CHECK_LABEL,
            placeholder=check_texts.CHECK_PLACEHOLDER,
            lines=6,
            max_lines=20,
            elem_id="kb-draft",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="da"),
        )
        with gr.Row(elem_id="kb-check-buttons"):
            example = gr.Button(check_texts.CHECK_EXAMPLE_BUTTON, elem_id="kb-check-example")
            send = gr.Button(check_texts.CHECK_BUTTON, variant="primary", elem_id="kb-check")
        html(f"<p>{texts.QUESTION_HINT}</p>", elem_id="kb-check-hint")
    checked = html("", elem_id="kb-checked")

    async def judge(text: str) -> AsyncIterator[str]:
        run = new_run()
        yield result_html(run, "waiting", f"<p>{check_texts.STATUS_CHECKING}</p>")
        reply = await spoken(lambda: app_state.places.run(Work.CHECK, bot_source().check_text, text))
        if isinstance(reply, str):
            yield result_html(run, "message", f"<p>{escape(reply)}</p>")
            return
        yield result_html(run, "done", draft_to_html(reply, level=3, folded=True, link=link))

    send.click(judge, [draft], [checked], **SHARED)
    example.click(lambda _: check_texts.CHECK_EXAMPLE, [draft], [draft], **QUIET)
