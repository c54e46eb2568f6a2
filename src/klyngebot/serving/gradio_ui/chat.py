"""The tab of the conversation.

A question streams into one component (`answer`). When it is complete, `chat_page/behavior.js` copies it into the log
above, so that earlier turns stay untouched and a screen reader hears every answer once. The turns so far travel with
each question from a component that the page does not show (`history`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape
from itertools import zip_longest
from typing import Any, Final

import gradio as gr
from starlette.datastructures import State

from klyngebot import texts
from klyngebot.serving.api import BotSource
from klyngebot.serving.bodies import BODY_LIMIT
from klyngebot.serving.gradio_ui.common import SHARED, html, spoken
from klyngebot.serving.memory import answered
from klyngebot.serving.rendering import answer_to_html, kind_of
from klyngebot.types import Answer, Status, Turn

TURNS_KEPT: Final = 8
TEXT_KEPT: Final = 2_000  # characters of a question or an answer; a follow-up needs no more
HISTORY_LIMIT: Final = BODY_LIMIT // 2  # as JSON; the rest of the body is the question and Gradio's own
PAUSE: Final = 0.06  # seconds between sentences: enough to see the answer grow
SUGGESTIONS: Final = 3


def chat(bot_source: BotSource, app_state: State, latest: gr.Textbox) -> gr.JSON:
    """The conversation: components in the current block, and what happens on a question.

    Args:
        bot_source: gives the bot.
        app_state: of the application, with the places and the memory of `walls`.
        latest: a field elsewhere that gets the latest question.

    Returns:
        The turns so far.
    """
    html("<p></p>", elem_id="kb-log")
    answer = html("", elem_id="kb-live")
    with gr.Column(elem_id="kb-suggestions", visible=False) as suggestions:
        html(f"<h2>{texts.SUGGESTIONS}</h2>")
        further = [gr.Button("", elem_classes="kb-question-button") for _ in range(SUGGESTIONS)]
    with gr.Column(elem_id="kb-form"):
        with gr.Row(elem_id="kb-ask"):
            question = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=5,
                elem_id="kb-question",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="da", enterkeyhint="send"),
            )
            send = gr.Button(texts.SEND, variant="primary", elem_id="kb-send")
        html(_under_form(), elem_id="kb-under")
    with gr.Column(elem_id="kb-examples"):
        html(f"<h2>{texts.EXAMPLES_HEADING}</h2>")
        with gr.Row(elem_id="kb-groups"):
            examples = [button for group in texts.EXAMPLES for button in _example_buttons(group)]
    history = gr.JSON([], visible=False)

    async def converse(asked: str, so_far: Any) -> AsyncIterator[dict[Any, Any]]:
        turn = f"tur-{secrets.token_hex(4)}"
        hidden = {suggestions: gr.update(visible=False)}
        yield {answer: _turn_html(turn, "waiting", asked), question: "", **hidden}
        turns = turns_of(so_far)
        reply = await spoken(lambda: answered(app_state, bot_source(), asked, turns))
        if isinstance(reply, str):
            yield {answer: _turn_html(turn, "done", asked, f"<p>{escape(reply)}</p>")}
            return
        for part in _parts(reply):
            written = answer_to_html(part, anchor=turn, sources=False)
            yield {answer: _turn_html(turn, "streaming", asked, written, kind_of(reply))}
            await asyncio.sleep(PAUSE)
        offered = dict(zip_longest(further, reply.suggestions[:SUGGESTIONS], fillvalue=""))
        yield {
            answer: _turn_html(turn, "done", asked, answer_to_html(reply, anchor=turn), kind_of(reply)),
            history: remembered(turns, asked, reply),
            latest: asked,
            suggestions: gr.update(visible=bool(reply.suggestions)),
            **{button: gr.update(value=text, visible=bool(text)) for button, text in offered.items()},
        }

    outputs = [answer, question, history, latest, suggestions, *further]
    gr.on([send.click, question.submit], converse, [question, history], outputs, **SHARED)
    for button in (*examples, *further):
        button.click(converse, [button, history], outputs, **SHARED)
    return history


def _example_buttons(group: texts.ExampleGroup) -> list[gr.Button]:
    with gr.Column(elem_classes="kb-group", min_width=200):
        html(f"<h3>{escape(group.label)}</h3>")
        return [gr.Button(item, elem_classes="kb-question-button") for item in group.questions]


def _parts(answer: Answer) -> list[Answer]:
    """The answer as it grows, sentence by sentence, up to but without the whole."""
    return [replace(answer, sentences=answer.sentences[:count], notes=()) for count in range(1, len(answer.sentences))]


def turns_of(plain: Any) -> list[Turn]:
    """The turns that the page sent along; whatever is not of that shape is left out."""
    items = plain if isinstance(plain, list) else []
    pairs = [(item.get("question"), item.get("answer")) for item in items if isinstance(item, dict)]
    return [Turn(asked, told) for asked, told in pairs if isinstance(asked, str) and isinstance(told, str)][
        -TURNS_KEPT:
    ]


def remembered(turns: list[Turn], question: str, answer: Answer) -> list[dict[str, str]]:
    """The latest turns as the page keeps them: without rejected ones, and so short that they fit into a request."""
    if answer.status is not Status.REJECTED:
        turns = [*turns, Turn(question, answer.text)]
    kept = [{"question": turn.question[:TEXT_KEPT], "answer": turn.answer[:TEXT_KEPT]} for turn in turns[-TURNS_KEPT:]]
    while kept and len(json.dumps(kept)) > HISTORY_LIMIT:
        kept.pop(0)
    return kept


def _under_form() -> str:
    return f'<p>{texts.QUESTION_HINT}</p><p><a href="./">{texts.NEW_CONVERSATION}</a></p>'


def _turn_html(turn: str, state: str, question: str, answer: str = "", kind: str = "fixed") -> str:
    """One turn as a single line of HTML, so that Markdown leaves it alone."""
    asked = escape(" ".join(question.split()))
    generated = "generated" if kind == "generated" else "not-generated"
    waiting = f"<p>{texts.STATUS_SEARCHING}</p>" if state == "waiting" else answer
    return (
        f'<div class="kb-turn kb-{state} kb-{generated}" id="{turn}">'
        f'<div class="kb-asked"><h2>{texts.YOU_SAID}</h2><p>{asked}</p></div>'
        f'<div class="kb-told"><h2>{texts.BOT_SAID}</h2>{waiting}</div></div>'
    )
