"""Write the footnote definitions at the end of every corpus document, from the source lists of the dossiers.

    python tools/corpus_footnotes.py FACTS_DIR CORPUS_DIR

Only the sources that a document uses are written, in order K, L, M and by number, our own review (Q) last.
Running it again changes nothing.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from dossiers import OWN_REVIEW, Source, read_sources

_MARK = re.compile(r"\[\^([A-Z])(\d*)\](?!:)")
_DEFINITION = re.compile(r"\[\^[A-Z]\d*\]:")


def with_footnotes(text: str, sources: dict[str, Source]) -> str:
    """The document with the definitions of exactly the sources it uses.

    Raises:
        KeyError: a mark names a source that no dossier has.
    """
    lines = [line.rstrip() for line in text.splitlines() if not _DEFINITION.match(line)]
    body = "\n".join(lines).rstrip()
    used = sorted({(letter, int(number or 0)) for letter, number in _MARK.findall(body)})
    definitions = [sources[f"{letter}{number}"].definition for letter, number in used if letter != "Q"]
    if ("Q", 0) in used:
        definitions.append(OWN_REVIEW)
    return "\n".join([body, "", *definitions]) + "\n" if definitions else body + "\n"


def main() -> int:
    """Rewrite the documents that need it; 1 where one names an unknown source."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("facts_dir", type=Path)
    parser.add_argument("corpus_dir", type=Path)
    arguments = parser.parse_args()
    sources = read_sources(arguments.facts_dir)
    failed = False
    for path in sorted(arguments.corpus_dir.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path.name.lower() == "readme.md":
            continue
        try:
            rewritten = with_footnotes(text, sources)
        except KeyError as error:
            print(f"{path}: ukendt kilde {error}", file=sys.stderr)
            failed = True
            continue
        if rewritten != text:
            path.write_text(rewritten, encoding="utf-8")
            print(f"{path}: skrevet")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
