"""The workbench for staff at `/chat/`: Gradio Blocks, in Danish, with nothing kept on the server or in the browser.

A question streams into one component (`answer`). When it is complete, `chat_page/behavior.js` copies it into the log
above, so that earlier turns stay untouched and a screen reader hears every answer once. The turns so far travel with
each question from a component that the page does not show (`history`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from html import escape
from itertools import zip_longest
from typing import Any, Final, TypeVar

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import State
from starlette.responses import RedirectResponse
from starlette.routing import Mount

from klyngebot import texts
from klyngebot.checking.results import DraftCheck
from klyngebot.errors import CheckError, IndexUnavailableError
from klyngebot.serving.api import NO_TELEMETRY, BotSource
from klyngebot.serving.bodies import BODY_LIMIT, TEXT_BODY_LIMIT
from klyngebot.serving.chat_html import DOORS as PAGE_DOORS
from klyngebot.serving.chat_html import PATH, ChatHtml
from klyngebot.serving.check_html import draft_to_html
from klyngebot.serving.cluster_rendering import clusters_to_html
from klyngebot.serving.gate import Door
from klyngebot.serving.joins import PATH as JOIN_PATH
from klyngebot.serving.joins import Joins
from klyngebot.serving.memory import answered
from klyngebot.serving.places import BusyError, Work
from klyngebot.serving.problems import log_error
from klyngebot.serving.rendering import answer_to_html, kind_of
from klyngebot.serving.switch import ModelSwitch
from klyngebot.texts import checking as check_texts
from klyngebot.texts import workbench
from klyngebot.types import Answer, ClusterAnswer, Status, Turn

# What the page needs of Gradio's 80 or so routes; everything else stays shut (docs of Gradio 6.31, probed)
DOORS: Final = (
    Door.of("GET HEAD", rf"{PATH}/?"),
    Door.of("GET", rf"{PATH}/(?:assets|static|svelte)/(?:[\w-][\w.-]*/)*[\w-][\w.-]*"),
    Door.of("GET", rf"{PATH}/theme\.css"),
    Door.of("POST", rf"{PATH}/gradio_api/queue/join"),
    Door.of("GET", rf"{PATH}/gradio_api/queue/data"),
    Door.of("GET", rf"{PATH}/gradio_api/heartbeat/[a-z0-9]{{1,32}}"),
    Door.of("GET", rf"{PATH}/gradio_api/startup-events"),
    Door.of("GET", rf"{PATH}/gradio_api/app_id"),  # asked after a lost connection; without it the page never comes back
)
# Gradio has no Danish; the browser picks one of these, so each gets our words
_LOCALES: Final = (
    "ar ca ckb de en es et eu fa fi fr he hi id ja ko lt nb nl pl pt pt-BR ro ru sv ta th tr uk ur uz zh-CN zh-TW"
)
LOCALES: Final = tuple(_LOCALES.split())
TURNS_KEPT: Final = 8
TEXT_KEPT: Final = 2_000  # characters of a question or an answer; a follow-up needs no more
HISTORY_LIMIT: Final = BODY_LIMIT // 2  # as JSON; the rest of the body is the question and Gradio's own
PAUSE: Final = 0.06  # seconds between sentences: enough to see the answer grow
SUGGESTIONS: Final = 3
_Reply = TypeVar("_Reply", Answer, ClusterAnswer, DraftCheck)
_FONTS: Final = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]


def mount(app: FastAPI, bot_source: BotSource) -> FastAPI:
    """Put the workbench at `PATH` of an application made by `api.create_app`, and open its doors."""
    app.state.doors.extend((*DOORS, *PAGE_DOORS))
    # A relative address: the one that Starlette would make of the request tells the host that the client named
    app.add_route(PATH, lambda _: RedirectResponse(f"{PATH.removeprefix('/')}/", 308), methods=["GET", "HEAD"])
    app.state.body_limits[JOIN_PATH] = TEXT_BODY_LIMIT
    blocks = build_blocks(ModelSwitch(bot_source, app.state.switch), app.state)
    gr.mount_gradio_app(
        app,
        blocks,
        path=PATH,
        app_kwargs={"telemetry": NO_TELEMETRY},
        show_error=False,
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        max_file_size="1kb",
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        theme=gr.themes.Base(font=_FONTS, font_mono=["ui-monospace", "monospace"]),
        i18n=gr.I18n(**dict.fromkeys(LOCALES, texts.GRADIO_WORDS)),
    )
    mounted = app.router.routes[-1]
    assert isinstance(mounted, Mount)
    gradio_app: Any = mounted.app
    app.state.before_stop.append(gradio_app.stop_event.set)
    mounted.app = ChatHtml(
        Joins(gradio_app, events={number: len(event.inputs) for number, event in blocks.fns.items()})
    )
    return app


def build_blocks(bot_source: BotSource, app_state: State) -> gr.Blocks:
    """The components of the page, and what happens on a question, with the places and the memory of `walls`."""
    with gr.Blocks(title=workbench.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        _html(_header(), elem_id="kb-header")
        with gr.Tabs(elem_id="kb-tabs", overflow_behavior="wrap"):
            with gr.Tab(texts.TAB_CHAT, id="chat"):
                _chat(bot_source, app_state)
            with gr.Tab(texts.TAB_FIND, id="find"):
                _find(bot_source, app_state)
            with gr.Tab(check_texts.TAB_CHECK, id="check"):
                _check(bot_source, app_state)
    blocks.queue(default_concurrency_limit=8, max_size=64, api_open=False)
    return blocks


def _chat(bot_source: BotSource, app_state: State) -> None:
    """The conversation: components in the current block, and what happens on a question."""
    _html("<p></p>", elem_id="kb-log")
    answer = _html("", elem_id="kb-live")
    with gr.Column(elem_id="kb-suggestions", visible=False) as suggestions:
        _html(f"<h2>{texts.SUGGESTIONS}</h2>")
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
        _html(_under_form(), elem_id="kb-under")
    with gr.Column(elem_id="kb-examples"):
        _html(f"<h2>{texts.EXAMPLES_HEADING}</h2>")
        with gr.Row(elem_id="kb-groups"):
            examples = [button for group in texts.EXAMPLES for button in _example_buttons(group)]
    history = gr.JSON([], visible=False)

    async def converse(asked: str, so_far: Any) -> AsyncIterator[dict[Any, Any]]:
        turn = f"tur-{secrets.token_hex(4)}"
        hidden = {suggestions: gr.update(visible=False)}
        yield {answer: _turn_html(turn, "waiting", asked), question: "", **hidden}
        turns = _turns(so_far)
        reply = await _spoken(lambda: answered(app_state, bot_source(), asked, turns))
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
            history: _remembered(turns, asked, reply),
            suggestions: gr.update(visible=bool(reply.suggestions)),
            **{button: gr.update(value=text, visible=bool(text)) for button, text in offered.items()},
        }

    outputs = [answer, question, history, suggestions, *further]
    shared: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "ask"}
    gr.on([send.click, question.submit], converse, [question, history], outputs, **shared)
    for button in (*examples, *further):
        button.click(converse, [button, history], outputs, **shared)


def _find(bot_source: BotSource, app_state: State) -> None:
    """The finder of clusters: a description in, proposals out."""
    _html(f"<h2>{texts.FIND_HEADING}</h2><p>{texts.FIND_INTRO}</p>", elem_id="kb-find-intro")
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
    found = _html("", elem_id="kb-found")

    async def propose(described: str) -> AsyncIterator[str]:
        run = _new_run()
        yield _result_html(run, "waiting", f"<p>{texts.STATUS_SEARCHING}</p>")
        reply = await _spoken(lambda: app_state.places.run(Work.ANSWER, bot_source().find_clusters, described))
        if isinstance(reply, str):
            yield _result_html(run, "message", f"<p>{escape(reply)}</p>")
            return
        state = "message" if reply.status is Status.REJECTED else "done"
        yield _result_html(run, state, clusters_to_html(reply))

    shared: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "ask"}
    gr.on([search.click, firm.submit], propose, [firm], [found], **shared)


def _check(bot_source: BotSource, app_state: State) -> None:
    """The check of claims: a text in, the marked text with a verdict and evidence for each claim out."""
    _html(f"<h2>{check_texts.CHECK_HEADING}</h2><p>{check_texts.CHECK_INTRO}</p>", elem_id="kb-check-intro")
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
        _html(f"<p>{texts.QUESTION_HINT}</p>", elem_id="kb-check-hint")
    checked = _html("", elem_id="kb-checked")

    async def judge(text: str) -> AsyncIterator[str]:
        run = _new_run()
        yield _result_html(run, "waiting", f"<p>{check_texts.STATUS_CHECKING}</p>")
        reply = await _spoken(lambda: app_state.places.run(Work.CHECK, bot_source().check_text, text))
        if isinstance(reply, str):
            yield _result_html(run, "message", f"<p>{escape(reply)}</p>")
            return
        yield _result_html(run, "done", draft_to_html(reply, level=3, folded=True))

    shared: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    send.click(judge, [draft], [checked], concurrency_id="ask", **shared)
    example.click(lambda _: check_texts.CHECK_EXAMPLE, [draft], [draft], **shared)


def _html(content: str, **options: Any) -> gr.Markdown:
    """HTML through Gradio's Markdown: it goes through a sanitizer and needs no eval, unlike `gr.HTML`."""
    return gr.Markdown(content, latex_delimiters=[], sanitize_html=True, **options)


def _example_buttons(group: texts.ExampleGroup) -> list[gr.Button]:
    with gr.Column(elem_classes="kb-group", min_width=200):
        _html(f"<h3>{escape(group.label)}</h3>")
        return [gr.Button(item, elem_classes="kb-question-button") for item in group.questions]


async def _spoken(work: Callable[[], Awaitable[_Reply]]) -> _Reply | str:
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


def _parts(answer: Answer) -> list[Answer]:
    """The answer as it grows, sentence by sentence, up to but without the whole."""
    return [replace(answer, sentences=answer.sentences[:count], notes=()) for count in range(1, len(answer.sentences))]


def _turns(plain: Any) -> list[Turn]:
    """The turns that the page sent along; whatever is not of that shape is left out."""
    items = plain if isinstance(plain, list) else []
    pairs = [(item.get("question"), item.get("answer")) for item in items if isinstance(item, dict)]
    return [Turn(asked, told) for asked, told in pairs if isinstance(asked, str) and isinstance(told, str)][
        -TURNS_KEPT:
    ]


def _remembered(turns: list[Turn], question: str, answer: Answer) -> list[dict[str, str]]:
    """The latest turns as the page keeps them: without rejected ones, and so short that they fit into a request."""
    if answer.status is not Status.REJECTED:
        turns = [*turns, Turn(question, answer.text)]
    kept = [{"question": turn.question[:TEXT_KEPT], "answer": turn.answer[:TEXT_KEPT]} for turn in turns[-TURNS_KEPT:]]
    while kept and len(json.dumps(kept)) > HISTORY_LIMIT:
        kept.pop(0)
    return kept


def _header() -> str:
    return (
        f'<p><a href="../">{workbench.TO_PUBLIC_PAGE}</a></p>'
        f"<h1>{workbench.HEADING}</h1><p>{workbench.INTRO}</p><p>{texts.MACHINE_NOTICE}</p>"
    )


def _under_form() -> str:
    return f'<p>{texts.QUESTION_HINT}</p><p><a href="./">{texts.NEW_CONVERSATION}</a></p>'


def _new_run() -> str:
    """A name for one run of a tab, so that its result is announced, and once, also if it is the same as before."""
    return f"run-{secrets.token_hex(4)}"


def _result_html(run: str, state: str, told: str) -> str:
    """What a tab shows: "waiting", "done", or "message" in place of a result."""
    return f'<div class="kb-turn kb-{state}" id="{run}"><div class="kb-told">{told}</div></div>'


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
