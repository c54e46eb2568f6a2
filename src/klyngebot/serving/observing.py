"""Seeing what is served without seeing what is said: route, status, time, and of an answer only its kind.

`Observed` stands around the whole application and tells its observers of every request; `ObservedBot` stands around
the bot and tells of every answer, whichever page or call it was for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.rendering import kind_of
from klyngebot.types import Answer, ClusterAnswer, Turn

if TYPE_CHECKING:
    from klyngebot.bot import CorpusInfo, Klyngebot
    from klyngebot.checking.results import ClaimCheck, DraftCheck

NOWHERE: Final = "(none)"  # the route of a path that does not exist
METHODS: Final = frozenset(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"])
OTHER: Final = "(other)"  # any other method: it is text of the user's


@dataclass(frozen=True, slots=True)
class Told:
    """What the bot gave: to which task ("ask", "clusters", "check"), of what kind and status, after how long."""

    task: str
    kind: str
    status: str
    seconds: float
    corpus_version: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A request that is over: nothing in it was written by the user. `told` is what the bot gave, if anything."""

    route: str
    method: str
    status: int
    seconds: float
    told: Told | None = None


class Observer(Protocol):
    """Is told of every request and of every answer."""

    def begun(self) -> None:
        """A request has come in."""

    def served(self, served: Served) -> None:
        """A request is over."""

    def told(self, told: Told) -> None:
        """The bot has given an answer."""


# The answers of the request under way: threads that work for it share the list with it
_ANSWERS: ContextVar[list[Told] | None] = ContextVar("answers", default=None)


class Observed:
    """An application whose requests are told of, with the routes as templates: "/kilder/{document_id}"."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], observers: Iterable[Observer]) -> None:
        self.app = app
        self._routes = routes
        self._plain = {path for route in routes if "{" not in (path := str(getattr(route, "path", "{")))}
        self._observers = tuple(observers)

    def _route(self, scope: Scope) -> str:
        path: str = scope["path"]
        return path if path in self._plain else _template(self._routes, scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and tell of it when it is over."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        answers: list[Told] = []
        token = _ANSWERS.set(answers)

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        route = self._route(scope)
        method = scope["method"] if scope["method"] in METHODS else OTHER
        begun = time.perf_counter()
        for observer in self._observers:
            observer.begun()
        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _ANSWERS.reset(token)
            seconds = time.perf_counter() - begun
            served = Served(route, method, status, seconds, answers[-1] if answers else None)
            for observer in self._observers:
                observer.served(served)


class ObservedBot:
    """A bot whose answers are told of; everything else is the bot's own."""

    def __init__(self, bot: Klyngebot, observers: Iterable[Observer]) -> None:
        self._bot = bot
        self._observers = tuple(observers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bot, name)

    @property
    def corpus(self) -> CorpusInfo:
        """What the bot answers from."""
        return self._bot.corpus

    def is_of(self, bot: Klyngebot) -> bool:
        """Whether this is that bot, observed."""
        return self._bot is bot

    def without_model(self) -> Klyngebot:
        """See `Klyngebot.without_model`; observed like this one."""
        return ObservedBot(self._bot.without_model(), self._observers)  # type: ignore[return-value]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """See `Klyngebot.ask`."""
        begun = time.perf_counter()
        answer = self._bot.ask(question, history)
        self.tell("ask", kind_of(answer), answer.status, begun, answer.corpus_version)
        return answer

    def find_clusters(self, description: str) -> ClusterAnswer:
        """See `Klyngebot.find_clusters`."""
        begun = time.perf_counter()
        found = self._bot.find_clusters(description)
        self.tell("clusters", "verbatim" if found.proposals else "fixed", found.status, begun, found.corpus_version)
        return found

    def check_claim(self, claim: str) -> ClaimCheck:
        """See `Klyngebot.check_claim`."""
        begun = time.perf_counter()
        check = self._bot.check_claim(claim)
        self.tell("check", "verbatim" if check.citations else "fixed", check.verdict, begun)
        return check

    def check_text(self, text: str, name: str = "") -> DraftCheck:
        """See `Klyngebot.check_text`."""
        begun = time.perf_counter()
        checked = self._bot.check_text(text, name)
        self.tell("check", "verbatim" if checked.checks else "fixed", "text", begun, checked.corpus_version)
        return checked

    def tell(self, task: str, kind: str, status: str, begun: float, version: str = "") -> None:
        """Tell of what was given, and of when it was begun (`time.perf_counter`)."""
        told = Told(task, kind, str(status), time.perf_counter() - begun, version)
        answers = _ANSWERS.get()
        if answers is not None:
            answers.append(told)
        for observer in self._observers:
            observer.told(told)


def observed(bot_source: Callable[[], Klyngebot], observers: Iterable[Observer]) -> Callable[[], Klyngebot]:
    """A source that gives the same bots, observed; the same one as long as it is the same."""
    told = tuple(observers)
    latest: list[ObservedBot] = []

    def source() -> Klyngebot:
        bot = bot_source()
        if not (latest and latest[0].is_of(bot)):
            latest[:] = [ObservedBot(bot, told)]
        return latest[0]  # type: ignore[return-value]

    return source


def note_remembered(bot: Klyngebot, answer: Answer) -> None:
    """Tell of an answer that the bot has given before and that is given again without it."""
    if isinstance(bot, ObservedBot):
        bot.tell("ask", kind_of(answer), answer.status, time.perf_counter(), answer.corpus_version)


def _template(routes: Sequence[BaseRoute], scope: Scope) -> str:
    """The route that a request is for, also where it is refused before it gets there; of a mount, its prefix."""
    partly = NOWHERE
    for route in routes:
        match, _ = route.matches(scope)
        path = f"{route.path}/*" if isinstance(route, Mount) else str(getattr(route, "path", NOWHERE))
        if match is Match.FULL:
            return path
        if match is Match.PARTIAL and partly == NOWHERE:
            partly = path
    return partly
