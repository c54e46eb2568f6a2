"""The tab that lists the documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape

import gradio as gr

from klyngebot.serving.api import BotSource
from klyngebot.serving.gradio_ui.common import SHARED, html, new_run, result_html, spoken
from klyngebot.serving.workbench_html import documents_to_html
from klyngebot.texts import workbench


def sources(bot_source: BotSource, published: str) -> None:
    """The list of documents: some words in, the documents that have them in title, publisher or date out."""
    html(f"<h2>{workbench.SOURCES_HEADING}</h2><p>{workbench.SOURCES_INTRO}</p>", elem_id="kb-sources-intro")
    with gr.Row(elem_id="kb-sources-form"):
        words = gr.Textbox(
            label=workbench.SOURCES_LABEL,
            lines=1,
            max_lines=2,
            elem_id="kb-words-of-sources",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="da"),
        )
        show = gr.Button(workbench.SOURCES_BUTTON, variant="primary", elem_id="kb-list")
    listed = html("", elem_id="kb-listed")

    async def list_documents(asked: str) -> AsyncIterator[str]:
        async def documents() -> str:
            return documents_to_html(bot_source().corpus.documents, asked, published)

        told = await spoken(documents)
        yield result_html(new_run(), "done", told if told.startswith("<") else f"<p>{escape(told)}</p>")

    gr.on([show.click, words.submit], list_documents, [words], [listed], **SHARED)
