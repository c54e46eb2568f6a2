"""The workbench for staff at `/chat/`: Gradio Blocks, in Danish, with nothing kept on the server or in the browser.

Each tab is a module. This one mounts the page and says which of Gradio's routes are open.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import State
from starlette.responses import RedirectResponse
from starlette.routing import Mount

from klyngebot import texts
from klyngebot.serving.api import NO_TELEMETRY, BotSource
from klyngebot.serving.bodies import TEXT_BODY_LIMIT
from klyngebot.serving.chat_html import DOORS as PAGE_DOORS
from klyngebot.serving.chat_html import PATH, ChatHtml
from klyngebot.serving.gate import Door
from klyngebot.serving.gradio_ui.chat import chat
from klyngebot.serving.gradio_ui.check import check
from klyngebot.serving.gradio_ui.common import html
from klyngebot.serving.gradio_ui.find import find
from klyngebot.serving.gradio_ui.sessions import AT_ONCE, Sessions
from klyngebot.serving.gradio_ui.sources import sources
from klyngebot.serving.gradio_ui.trace import question_field, trace
from klyngebot.serving.joins import PATH as JOIN_PATH
from klyngebot.serving.joins import Joins
from klyngebot.serving.public.documents import public_link
from klyngebot.serving.switch import ModelSwitch
from klyngebot.texts import checking as check_texts
from klyngebot.texts import workbench

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
_FONTS: Final = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]


def mount(app: FastAPI, bot_source: BotSource, published: str = "corpus") -> FastAPI:
    """Put the workbench at `PATH` of an application made by `api.create_app`, and open its doors.

    Args:
        app: whose walls are up.
        bot_source: gives the bot.
        published: which documents have a public page: "corpus", "all" or "none".
    """
    app.state.doors.extend((*DOORS, *PAGE_DOORS))
    # A relative address: the one that Starlette would make of the request tells the host that the client named
    app.add_route(PATH, lambda _: RedirectResponse(f"{PATH.removeprefix('/')}/", 308), methods=["GET", "HEAD"])
    app.state.body_limits[JOIN_PATH] = TEXT_BODY_LIMIT
    blocks = build_blocks(ModelSwitch(bot_source, app.state.switch), app.state, published)
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
    sessions = Sessions(gradio_app, blocks)
    app.state.forgets.append(sessions.forget)
    mounted.app = ChatHtml(
        Joins(
            gradio_app,
            events={number: len(event.inputs) for number, event in blocks.fns.items()},
            sessions=sessions,
        )
    )
    return app


def build_blocks(bot_source: BotSource, app_state: State, published: str) -> gr.Blocks:
    """The components of the page, and what happens on a question, with the places and the memory of `walls`."""
    with gr.Blocks(title=workbench.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        html(_header(), elem_id="kb-header")
        traced = question_field()
        with gr.Tabs(elem_id="kb-tabs", overflow_behavior="wrap"):
            with gr.Tab(texts.TAB_CHAT, id="chat"):
                history = chat(bot_source, app_state, traced)
            with gr.Tab(texts.TAB_FIND, id="find"):
                find(bot_source, app_state)
            with gr.Tab(check_texts.TAB_CHECK, id="check"):
                check(bot_source, app_state, partial(public_link, published=published))
            with gr.Tab(workbench.TAB_SOURCES, id="sources"):
                sources(bot_source, published)
            with gr.Tab(workbench.TAB_TRACE, id="trace"):
                trace(bot_source, app_state, traced, history)
    blocks.queue(default_concurrency_limit=8, max_size=AT_ONCE, api_open=False)
    blocks.state_session_capacity = AT_ONCE
    return blocks


def _header() -> str:
    return (
        f'<p><a href="../">{workbench.TO_PUBLIC_PAGE}</a></p>'
        f"<h1>{workbench.HEADING}</h1><p>{workbench.INTRO}</p><p>{texts.MACHINE_NOTICE}</p>"
    )
