"""The routes of the public pages, each a function from a request to a page.

`/` answers a question and shows the conversation so far, `/faktatjek` and `/find-klynge` do what they say, `/kilder`
and `/kilder/<id>` show the documents; the others tell about the site. No question ever stands in an address.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from klyngebot import texts
from klyngebot.errors import CheckError
from klyngebot.serving.bodies import TEXT_BODY_LIMIT
from klyngebot.serving.check_html import draft_to_html
from klyngebot.serving.gate import Door
from klyngebot.serving.places import Work
from klyngebot.serving.problems import problem
from klyngebot.serving.public import assets, quality
from klyngebot.serving.public.documents import layout
from klyngebot.serving.public.feedback_form import add_feedback_form
from klyngebot.serving.public.forms import read_form
from klyngebot.serving.public.practice import Practice
from klyngebot.serving.public.problem_pages import ProblemPages
from klyngebot.serving.public.site import Site, answered, worked_out
from klyngebot.serving.public.templating import trusted
from klyngebot.serving.public.turns import MOST_SEALED, TurnView, turn_view
from klyngebot.serving.public.widget import Lines, own_origin
from klyngebot.serving.references import document_address
from klyngebot.serving.rendering import kind_of
from klyngebot.serving.switch import ModelSwitch
from klyngebot.settings import Settings
from klyngebot.texts import checking as check_texts
from klyngebot.texts import public
from klyngebot.types import ClusterAnswer, Status, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from klyngebot.bot import Klyngebot

FORMS: Final = ("/", "/faktatjek", "/find-klynge")
# Pages of one template and nothing else
PLAIN: Final = {
    "/privatliv": "privacy.html",
    "/tilgaengelighed": "accessibility.html",
    "/saadan-virker-det": "how.html",
    "/indlejr": "embed.html",
}
DOORS: Final = (
    Door.of("GET HEAD POST", "/|/faktatjek|/find-klynge"),
    Door.of("GET HEAD", "|".join(("/kilder", "/kilder/[^/]+", *PLAIN))),
    assets.DOOR,
)
# Of a page that holds nothing of anybody's. With "no-store" browsers would make it anew when a reader comes back from
# a source, and the conversation that a script had put into it would be gone
RETURNABLE: Final = "no-cache"
_TYPED: Final = 12 * 4_000  # bytes of a question as a form writes it; longer ones than may be asked come back whole


def add_pages(app: FastAPI, bot_source: Callable[[], Klyngebot], settings: Settings) -> None:
    """Add the pages to an application made by `api.create_app`, and open their doors."""
    bot_source = ModelSwitch(bot_source, app.state.switch)
    site = Site(bot_source, Practice.of(settings), settings.max_question_length, settings.publish_documents)
    app.state.doors.extend(DOORS)
    app.state.form_paths.update(FORMS)
    app.state.body_limits.update({"/": MOST_SEALED + _TYPED, "/faktatjek": TEXT_BODY_LIMIT})
    app.add_middleware(ProblemPages, html=site.html)
    views = _Views(site)
    for path, view in (("/", views.ask), ("/faktatjek", views.check), ("/find-klynge", views.find)):
        app.add_route(path, view, methods=["GET", "HEAD", "POST"])
    app.add_route("/kilder", views.sources, methods=["GET", "HEAD"])
    app.add_route("/kilder/{document_id}", views.document, methods=["GET", "HEAD"])
    for path in PLAIN:
        app.add_route(path, views.plain, methods=["GET", "HEAD"])
    if settings.feedback:
        add_feedback_form(app, site, app.state.feedback_box)
    app.add_route("/filer/{name}", assets.serve, methods=["GET", "HEAD"])


class _Views:
    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: Request) -> Response:
        """The question form; after a question, the conversation with its answer."""
        if request.method != "POST":
            page = self._conversation(request, [])
            page.headers["Cache-Control"] = RETURNABLE
            return page
        try:
            form = await read_form(request)
        except ValueError:
            return problem(400)
        sent = form.all("turn")
        turns = self._site.seal.open_all(sent)
        typed, chosen = form.first("question"), form.first("suggestion")
        history = [Turn(turn["question"], turn["answer"]) for turn in turns]
        answer = await answered(request, self._site.bot_source(), chosen or typed, history)
        lost = len(turns) < len(sent)
        if answer.status is Status.REJECTED:
            error = answer.refusal.message if answer.refusal else texts.REJECTED_EMPTY
            return self._conversation(request, turns, error=error, kept=chosen or typed, lost=lost)
        turns.append(turn_view(answer, self._site.link))
        page = self._conversation(
            request, turns, suggestions=answer.suggestions, kept=typed if chosen else "", lost=lost
        )
        page.headers["Klyngebot-Answer"] = kind_of(answer)
        return page

    def _conversation(
        self,
        request: Request,
        turns: list[TurnView],
        *,
        suggestions: tuple[str, ...] = (),
        error: str = "",
        kept: str = "",
        lost: bool = False,
    ) -> Response:
        return self._site.page(
            request,
            "ask.html",
            turns=turns,
            seals=self._site.seal.close_latest(turns),
            suggestions=suggestions,
            error=error,
            kept=kept,
            lost=lost,
            longest=self._site.longest,
            feedback_days=self._site.practice.feedback_days,
        )

    async def check(self, request: Request) -> Response:
        """The form for a text to check; after one was sent, the report on it."""
        report = error = kept = ""
        if request.method == "POST":
            try:
                form = await read_form(request)
            except ValueError:
                return problem(400)
            kept = check_texts.CHECK_EXAMPLE if form.first("example") else form.first("text")
            try:
                checked = await worked_out(request, Work.CHECK, self._site.bot_source().check_text, kept)
                report = trusted(draft_to_html(checked, folded=True, link=self._site.link))
            except CheckError as refused:
                error = str(refused)
        return self._site.page(request, "check.html", report=report, error=error, kept=kept)

    async def find(self, request: Request) -> Response:
        """The form for what a firm does; after one was sent, the clusters that suit it."""
        found: ClusterAnswer | None = None
        error = kept = ""
        if request.method == "POST":
            try:
                kept = (await read_form(request)).first("description")
            except ValueError:
                return problem(400)
            proposed = await worked_out(request, Work.ANSWER, self._site.bot_source().find_clusters, kept)
            found, error = (None, proposed.message) if proposed.status is Status.REJECTED else (proposed, "")
        return self._site.page(request, "find.html", found=found, error=error, kept=kept)

    def sources(self, request: Request) -> Response:
        """All published documents by kind."""
        documents = self._site.shelf.documents().values()
        kinds = {kind: [item for item in documents if item.kind.value == kind] for kind in public.KINDS}
        groups = [(kind, members) for kind, members in kinds.items() if members]
        return self._site.page(request, "sources.html", groups=groups)

    def document(self, request: Request) -> Response:
        """One document, every sentence with its address."""
        document = self._site.shelf.documents().get(request.path_params["document_id"])
        if document is None:
            return problem(404)
        is_over = bool(document.valid_to) and document.valid_to < _today()[: len(document.valid_to)]
        values = {"document": document, "is_over": is_over}

        def make() -> str:
            return self._site.html(document_address(document.id), "document.html", laid=layout(document), **values)

        return self._site.sent(request, self._site.shelf.page(document, is_over, make))

    def plain(self, request: Request) -> Response:
        """A page about the site."""
        lines = Lines.of(own_origin(request.headers["host"]), self._site.longest)
        values: dict[str, Any] = {"practice": self._site.practice, "quality": quality, "lines": lines}
        return self._site.page(request, PLAIN[request.url.path], **values)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
