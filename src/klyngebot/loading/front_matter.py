"""The YAML block at the head of a corpus document, read and checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import yaml

from klyngebot.danish.dates import is_iso_date
from klyngebot.errors import DocumentError
from klyngebot.loading.blocks import one_line
from klyngebot.types import DocumentKind

LONGEST_BLOCK = 10_000  # characters
OPEN_ENDED = ("open", "åben")
REQUIRED = ("id", "title", "publisher", "published", "kind")
OPTIONAL = ("valid_from", "valid_to", "rendition", "original_url", "language")
_BLOCK = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*\n(?P<key>[A-Za-z_]+[ \t]*:)?")
_KEY = re.compile(r"^[A-Za-z_]+[ \t]*:", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a corpus document says about itself. `valid_to` is empty where it is still valid."""

    id: str
    title: str
    publisher: str
    published: str
    kind: DocumentKind
    valid_from: str = ""
    valid_to: str = ""
    rendition: bool = False
    original_url: str = ""
    language: str = "da"


def split_front_matter(source: str, name: str) -> tuple[FrontMatter | None, str, int]:
    """The front matter, the text below it and the number of lines above that text.

    Raises:
        DocumentError: the block has no end, is not YAML, or a field is missing, unknown or wrong.
    """
    head = source[:LONGEST_BLOCK]
    opening = _OPENING.match(head)
    if opening is None:
        return None, source, 0
    block = _BLOCK.match(head)
    if block is None and opening["key"]:
        raise DocumentError(
            name, "oplysningerne øverst i dokumentet slutter ikke", "Afslut dem med en linje med ---", 1
        )
    if block is None or not _KEY.search(block["yaml"]):
        return None, source, 0  # a horizontal rule, not front matter
    front = _Fields(name, block["yaml"]).read()
    return front, source[block.end() :], source.count("\n", 0, block.end())


class _Fields:
    """The fields of one block, each read by a method that says what is wrong and in which line."""

    def __init__(self, name: str, block: str) -> None:
        self._name = name
        self._block = block
        self._values = self._parse()

    def read(self) -> FrontMatter:
        for key in self._values:
            if key not in REQUIRED and key not in OPTIONAL:
                known = ", ".join(REQUIRED + OPTIONAL)
                raise self._error(str(key), f"feltet »{key}« er ukendt", f"Brug kun felterne {known}")
        for key in REQUIRED:
            if self._values.get(key) in (None, ""):
                raise self._error(key, f"feltet »{key}« mangler øverst i dokumentet", f"Tilføj en linje med {key}:")
        front = FrontMatter(
            id=self._matching("id", _ID, "små bogstaver a-z, tal og bindestreg"),
            title=self._text("title"),
            publisher=self._text("publisher"),
            published=self._date("published"),
            kind=self._kind(),
            valid_from=self._date("valid_from"),
            valid_to="" if one_line(str(self._values.get("valid_to"))) in OPEN_ENDED else self._date("valid_to"),
            rendition=self._flag("rendition"),
            original_url=self._url("original_url"),
            language=self._matching("language", _LANGUAGE, "en sprogkode som da") or "da",
        )
        if front.valid_from and front.valid_to and front.valid_to < front.valid_from[: len(front.valid_to)]:
            raise self._error("valid_to", "»valid_to« ligger før »valid_from«", "Ret den ene af de to datoer")
        return front

    def _parse(self) -> dict[str, object]:
        try:
            values = yaml.safe_load(self._block)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise self._broken(mark.line + 2 if mark else 1) from error
        except (ValueError, TypeError, RecursionError) as error:  # 2013-02-31; unhashable key; [[[[…
            raise self._broken(1) from error
        if not isinstance(values, dict):
            raise self._broken(1)
        return values

    def _broken(self, line: int) -> DocumentError:
        return DocumentError(
            self._name,
            "oplysningerne øverst i dokumentet er ikke gyldig YAML",
            "Skriv hver oplysning på sin linje som felt: værdi, med tekst i anførselstegn og datoer, der findes",
            line,
        )

    def _error(self, key: str, problem: str, remedy: str) -> DocumentError:
        found = re.search(rf"^{re.escape(key)}\s*:", self._block, re.MULTILINE)
        line = self._block.count("\n", 0, found.start()) + 2 if found else 1
        return DocumentError(self._name, problem, remedy, line)

    def _text(self, key: str) -> str:
        value = self._values.get(key)
        if value is None:
            return ""
        text = one_line(str(value)) if isinstance(value, str | int | float) else ""
        if not text:
            raise self._error(key, f"feltet »{key}« er ikke en tekst", "Skriv teksten i anførselstegn")
        return text

    def _matching(self, key: str, pattern: re.Pattern[str], allowed: str) -> str:
        text = self._text(key)
        if text and not pattern.fullmatch(text):
            raise self._error(key, f"feltet »{key}« er »{text}«", f"Brug {allowed}")
        return text

    def _date(self, key: str) -> str:
        value = self._values.get(key)
        if value is None:
            return ""
        if isinstance(value, datetime):
            value = value.date()
        text = value.isoformat() if isinstance(value, date) else str(value).strip()
        if isinstance(value, bool) or not _is_date(text):
            raise self._error(
                key, f"feltet »{key}« er ikke en dato", "Skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD, for eksempel 2013-04-30"
            )
        return text

    def _kind(self) -> DocumentKind:
        value = self._text("kind")
        try:
            return DocumentKind(value)
        except ValueError as error:
            known = ", ".join(kind.value for kind in DocumentKind)
            raise self._error("kind", f"dokumenttypen »{value}« er ukendt", f"Brug en af {known}") from error

    def _flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self._error(key, f"feltet »{key}« er hverken true eller false", "Skriv true eller false")
        return value

    def _url(self, key: str) -> str:
        text = self._text(key)
        if text and not is_web_address(text):
            raise self._error(
                key, f"feltet »{key}« er ikke en webadresse", "Skriv en adresse, der begynder med https://"
            )
        return text


def is_web_address(text: str) -> bool:
    """Whether the text is one http or https address with a host.

    >>> is_web_address("https://ufm.dk/publikationer"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    unsafe = any(char.isspace() or char in "<>\"'`{}\\" or not char.isprintable() for char in text)
    return parts.scheme in ("http", "https") and bool(host) and not unsafe


def _is_date(text: str) -> bool:
    if not is_iso_date(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return False
    return True
