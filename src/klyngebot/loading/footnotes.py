"""Source marks at the end of corpus sentences, and the footnotes that they refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from klyngebot.errors import DocumentError
from klyngebot.loading.blocks import one_line
from klyngebot.loading.front_matter import is_web_address
from klyngebot.types import Provenance

GAP = "mangler"
DISAGREEMENT = "uenighed"
NO_ADDRESS = "-"
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_DEFINITION = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_FACT = re.compile(r"[A-Z]\d{2,}")


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands behind a sentence: keys of its sources, numbers of its facts, and its flags."""

    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    gap: bool = False
    disagreement: bool = False

    def __bool__(self) -> bool:
        return bool(self.sources or self.facts or self.gap or self.disagreement)


def without_marks(text: str) -> str:
    """The text without footnote marks."""
    return _MARK.sub("", text)


def read_marks(line: str, name: str, number: int) -> tuple[str, Marks]:
    """The text of a line, and its marks.

    Raises:
        DocumentError: a comment names facts and also something that is neither a fact nor a flag.
    """
    text, words = _take_comments(line)
    facts = tuple(word for word in words if _FACT.fullmatch(word))
    unknown = [word for word in words if word not in facts and word not in (GAP, DISAGREEMENT)]
    if unknown and (facts or GAP in words or DISAGREEMENT in words):
        raise DocumentError(
            name,
            f"kommentaren med faktanumre indeholder »{one_line(unknown[0])}«",
            f"Skriv kun faktanumre som F012 og ordene {GAP} og {DISAGREEMENT}",
            number,
        )
    sources = tuple(dict.fromkeys(_MARK.findall(text)))
    return _MARK.sub("", text), Marks(sources, facts, GAP in words, DISAGREEMENT in words)


def _take_comments(line: str) -> tuple[str, list[str]]:
    """The line without its HTML comments, and the words of these."""
    kept, words, position = [], [], 0
    while (start := line.find("<!--", position)) >= 0 and (end := line.find("-->", start + 4)) >= 0:
        kept.append(line[position:start])
        words.extend(line[start + 4 : end].split())
        position = end + 3
    kept.append(line[position:])
    return "".join(kept), words


def read_definition(line: str, name: str, number: int) -> Provenance | None:
    """The source that a line defines; None for a line that is no footnote definition.

    Raises:
        DocumentError: the definition does not have five fields, or its address is none.
    """
    match = _DEFINITION.match(line)
    if match is None:
        return None
    key, content = match.groups()
    fields = [one_line(field) for field in content.split(" | ")]
    if len(fields) != 5 or not all(fields):
        raise DocumentError(
            name,
            f"fodnoten »{key}« har ikke fem felter",
            f"Skriv [^{key}]: Titel | Udgiver | dato | https://… | original, og - hvor der ingen adresse er",
            number,
        )
    title, publisher, published, url, nature = fields
    if url != NO_ADDRESS and not is_web_address(url):
        raise DocumentError(
            name,
            f"fodnoten »{key}« har en adresse, der ikke er en webadresse",
            f"Skriv en adresse, der begynder med https://, eller {NO_ADDRESS}",
            number,
        )
    return Provenance(key, title, publisher, published, "" if url == NO_ADDRESS else url, nature)


def check_defined(used: Mapping[str, int], defined: Mapping[str, Provenance], name: str) -> None:
    """Raise `DocumentError` where a source mark (with the line it first stands in) has no footnote."""
    for key, number in used.items():
        if key not in defined:
            raise DocumentError(
                name,
                f"kildemærket [^{key}] har ingen fodnote",
                f"Tilføj en linje nederst: [^{key}]: Titel | Udgiver | dato | https://… | original",
                number,
            )
