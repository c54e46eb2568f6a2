"""What the pages themselves say is plain Danish: short sentences, few long words, nothing shouted."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from klyngebot.serving.public import quality
from klyngebot.serving.public.pages import PLAIN
from klyngebot.serving.public.practice import Practice
from klyngebot.serving.public.site import Site
from klyngebot.serving.public.widget import Lines
from klyngebot.texts import public as words

HARDEST = 35  # LIX: up to 35 is easy to read for most grown-ups
FEWEST = 30  # words; of a heading alone the measure says nothing
LONGEST = 20  # words of a sentence
LINES = Lines.of("https://klyngebot.example")
PRACTICES = {
    "plain": Practice(),
    "all": Practice(
        "Klyngehuset", "hej@klyngehuset.example", "mailto:hej@klyngehuset.example", "ollama:gemma3", 30, 1000, True
    ),
}
_BLOCKS = {"p", "li", "h1", "h2", "h3", "th", "td", "dt", "dd", "caption", "label", "button", "summary"}


class Blocks(HTMLParser):
    """The text of each block within `main`."""

    def __init__(self) -> None:
        super().__init__()
        self.within = False
        self.quoting = False  # code is no Danish
        self.blocks: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.within = self.within or tag == "main"
        self.quoting = self.quoting or tag == "pre"
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag != "main"
        self.quoting = self.quoting and tag != "pre"
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.within and not self.quoting and self.blocks:
            self.blocks[-1] += data


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence. A point within a number, or after "stk", ends none."""
    ends = r"(?<![0-9])(?<!stk)[.:](?:\s|$)|[?](?:\s|$)|(?<=[0-9])\.\s(?=[A-ZÆØÅ])"
    split = [re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", part) for part in re.split(ends, text)]
    return [part for part in split if part]


def lix(read: list[list[str]]) -> float:
    """Words a sentence, and how many of a hundred words have more than six letters."""
    said = [word for sentence in read for word in sentence]
    return len(said) / len(read) + 100 * sum(len(word) > 6 for word in said) / len(said)


def prose(practice: Practice, path: str) -> list[str]:
    site = Site(lambda: None, practice, 500, "corpus")  # type: ignore[arg-type,return-value]
    reader = Blocks()
    reader.feed(site.html(path, PLAIN[path], practice=practice, quality=quality, lines=LINES))
    return [" ".join(block.split()) for block in reader.blocks if block.strip()]


def own_words() -> list[str]:
    """Every string of `texts.public`, those within tables too."""
    found: list[str] = []
    for name, value in vars(words).items():
        if name.isupper():
            found += [value] if isinstance(value, str) else [part for item in value.values() for part in _strings(item)]
    return [text for text in found if not text.startswith("http")]


def _strings(item: Any) -> list[str]:
    return [item] if isinstance(item, str) else list(item)


TEXTS = {
    "texts.public": own_words(),
    **{f"{path} {name}": prose(practice, path) for path in PLAIN for name, practice in PRACTICES.items()},
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_easy_to_read(name: str) -> None:
    read = [sentence for text in TEXTS[name] for sentence in sentences(text)]
    if sum(map(len, read)) >= FEWEST:
        assert lix(read) <= HARDEST


@pytest.mark.parametrize("name", TEXTS)
def test_no_sentence_is_long(name: str) -> None:
    assert [text for text in TEXTS[name] for sentence in sentences(text) if len(sentence) > LONGEST] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_shouted(name: str) -> None:
    assert [text for text in TEXTS[name] if "!" in text] == []


def test_the_measure_knows_easy_from_hard() -> None:
    assert lix(sentences("Jeg bor i et hus. Det er rødt.")) < 10
    assert lix(sentences("Erhvervsfremmebestyrelsens udmøntningsaftaler forudsætter medfinansiering.")) > 80
