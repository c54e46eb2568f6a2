"""The fact dossiers behind the corpus: their sources and their numbered facts, read from Markdown.

Three files lie in the facts folder. Facts of the first carry their own numbers (F001 …) but for its sections
on disagreements (U) and on what was not found (N), which are counted; those of the second (G) and third (H) are
counted in file order. Sources keep their number under the dossier's own letter: [K12] of the second is L12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from klyngebot.danish.dates import MONTHS


@dataclass(frozen=True)
class Dossier:
    """A dossier file, the letter of its sources and the letter of its facts."""

    file: str
    source_letter: str
    fact_letter: str


DOSSIERS = (
    Dossier("strategier-2012-2018.md", "K", "F"),
    Dossier("klyngeprogram-2019-2028.md", "L", "G"),
    Dossier("klynger-profiler.md", "M", "H"),
)
OWN_REVIEW = "[^Q]: Klyngebots gennemgang af de offentlige kilder | Klyngebot | 23. november 2026 | - | egen gennemgang"

# The dossier's own words are no title.
_TITLES = {
    "L65": "Det danske klyngeprogram – Klyngeprogrammet Innovationskraft, 2021-2024 (UFU Alm.del 2024-25 Bilag 47)"
}
_SOURCE = re.compile(r"- \[K(\d+)\] (.*)")
_ADDRESS = re.compile(r"https?://\S+")
_NATURE = re.compile(r" – (original|sekundær|afskrift)\b[^–]*\.$")
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_NUMBERED = re.compile(r"- (F\d{3}): (.*)")


@dataclass(frozen=True)
class Source:
    """One line of a source list."""

    key: str
    title: str
    publisher: str
    published: str
    url: str
    nature: str

    @property
    def definition(self) -> str:
        """The footnote definition of the corpus."""
        fields = (self.title, self.publisher, self.published, self.url or "-", self.nature)
        return f"[^{self.key}]: " + " | ".join(field.replace("|", "–") for field in fields)


def read_sources(facts_dir: Path) -> dict[str, Source]:
    """All sources of all dossiers by key, in order K, L, M."""
    found: dict[str, Source] = {}
    for dossier in DOSSIERS:
        for line in (facts_dir / dossier.file).read_text(encoding="utf-8").splitlines():
            if match := _SOURCE.match(line):
                source = _parse_source(dossier, match[1], match[2])
                found[source.key] = source
    return found


def _parse_source(dossier: Dossier, number: str, line: str) -> Source:
    nature = "offentlig side"
    if match := _NATURE.search(line):
        nature, line = match[1], line[: match.start()]
    address = _ADDRESS.search(line)
    url = address.group() if address and "(fuld adresse udeladt" not in line else ""
    described = line[: address.start()] if address else line.partition(" (adresse ")[0]
    described = described.strip().removesuffix(".")
    if dossier.fact_letter == "F":
        # "Titel. Udgiver. dato": dates such as 30.4.2013 have no space in them
        rest, date = described.rsplit(". ", 1)
    else:
        # "Titel. Udgiver, dato": the last comma stands before the date
        rest, date = described.rsplit(", ", 1)
    title, publisher = rest.rsplit(". ", 1)
    key = dossier.source_letter + number
    return Source(key, _TITLES.get(key, title), publisher, _readable_date(date), url, nature)


def _readable_date(date: str) -> str:
    """The date with months in letters (30.4.2013 becomes 30. april 2013) and abbreviations written out."""
    date = _NUMERIC_DATE.sub(lambda m: f"{m[1]}. {MONTHS[int(m[2]) - 1]} {m[3]}", date)
    date = re.sub(r"dato ikke vist|\bu\.å\.?", "uden dato", date)
    return re.sub(r"\bca\. ", "cirka ", date)


def read_facts(facts_dir: Path) -> dict[str, str]:
    """The text of every fact by its number: F, U and N of the first dossier, G of the second, H of the third."""
    found: dict[str, str] = {}
    for dossier in DOSSIERS:
        section, counts = "", {"U": 0, "N": 0, "G": 0, "H": 0}
        for line in (facts_dir / dossier.file).read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                section = line
            if not line.startswith("- ") or "Kilder" in section or line.startswith(("- [K", "- **(")):
                continue
            if match := _NUMBERED.match(line):
                found[match[1]] = match[2]
                continue
            letter = dossier.fact_letter
            if letter == "F":
                letter = {"## 12": "U", "## 13": "N"}.get(section[:5], "")
            if letter:
                counts[letter] += 1
                width = 2 if letter in "UN" else 3
                found[f"{letter}{counts[letter]:0{width}d}"] = line[2:]
    return found
