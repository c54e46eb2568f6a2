"""Feedback without script: the form below the newest answer, and the page that thanks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from klyngebot.serving.bodies import FEEDBACK_ANSWER_LIMIT, FEEDBACK_LIMIT, Exchange, Feedback
from klyngebot.serving.feedback import FeedbackBox, FeedbackFullError
from klyngebot.serving.gate import Door
from klyngebot.serving.problems import problem
from klyngebot.serving.public.forms import Form, read_form
from klyngebot.serving.public.site import Site
from klyngebot.texts import api as api_texts
from klyngebot.texts import public

PATH: Final = "/tilbagemelding"
DOOR: Final = Door.of("POST", PATH)


def add_feedback_form(app: FastAPI, site: Site, box: FeedbackBox) -> None:
    """Take feedback from the page's form, and open its door."""
    app.state.doors.append(DOOR)
    app.state.form_paths.add(PATH)
    app.add_route(PATH, _View(site, box).send, methods=["POST"])


@dataclass(frozen=True, slots=True)
class _View:
    site: Site
    box: FeedbackBox

    async def send(self, request: Request) -> Response:
        """Keep what was sent, and thank; or show the form again with what is wrong."""
        try:
            form = await read_form(request)
        except ValueError:
            return problem(400)
        try:
            given = self._read(form)
        except ValueError as wrong:
            return self._again(request, form, str(wrong))
        try:
            await run_in_threadpool(self.box.keep, given)
        except FeedbackFullError:
            error = f"{api_texts.PROBLEM_FEEDBACK_FULL} {api_texts.PROBLEM_FEEDBACK_FULL_REMEDY}"
            return self._again(request, form, error)
        page = self._page(request, error="")
        page.status_code = 201
        return page

    def _read(self, form: Form) -> Feedback:
        """The judgment in a form. Raises `ValueError` with what is wrong, for the one who sent it."""
        thumb, text = form.first("thumb"), form.first("text").strip()
        if thumb not in ("up", "down"):
            raise ValueError(public.FEEDBACK_NO_THUMB)
        if len(text) > FEEDBACK_LIMIT:
            raise ValueError(public.FEEDBACK_TOO_LONG)
        exchange = None
        if form.first("with"):
            turn = self.site.seal.open(form.first("turn"))
            if turn is None:
                raise ValueError(public.FEEDBACK_LOST)
            exchange = Exchange(
                question=turn["question"][:FEEDBACK_LIMIT], answer=turn["answer"][:FEEDBACK_ANSWER_LIMIT]
            )
        return Feedback.model_validate({"thumb": thumb, "text": text, "exchange": exchange})

    def _again(self, request: Request, form: Form, error: str) -> Response:
        sealed = form.first("turn")
        return self._page(
            request,
            error=error,
            sealed=sealed if self.site.seal.open(sealed) else "",
            thumb=form.first("thumb"),
            kept=form.first("text"),
            along=bool(form.first("with")),
        )

    def _page(self, request: Request, **values: Any) -> Response:
        return self.site.page(request, "feedback.html", days=self.site.practice.feedback_days, **values)
