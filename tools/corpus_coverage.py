"""How much of the dossiers the corpus carries, fact by fact.

    python tools/corpus_coverage.py FACTS_DIR CORPUS_DIR [--json]

Exit code 1 where less than 95 % of the facts are carried by a sentence, where a seed fact (F001-F045) is not,
or where the corpus is broken: a file that cannot be read, a fact number that no dossier has, a sentence without
a source.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from dossiers import read_facts

from klyngebot.loading import LoadReport, load_documents

REQUIRED_SHARE = 0.95
SEED_FACTS = tuple(f"F{number:03d}" for number in range(1, 46))
GROUPS = {
    "F": "strategier 2012-2018",
    "U": "uenigheder i F",
    "N": "ikke fundet i F",
    "G": "klyngeprogram 2019-2028",
    "H": "klyngeprofiler",
}


@dataclass(frozen=True)
class Coverage:
    """What of the dossiers stands in the corpus."""

    documents: int
    sentences: int
    facts: int
    covered: int
    per_group: dict[str, tuple[int, int]]  # letter → covered, all
    missing: dict[str, str]  # number → text
    unknown: dict[str, list[str]]  # number that no dossier has → documents
    without_provenance: list[str]  # document: sentence
    skipped: list[str]

    @property
    def share(self) -> float:
        """Covered facts of all facts."""
        return self.covered / self.facts if self.facts else 0.0

    @property
    def missing_seed_facts(self) -> list[str]:
        """Facts of the magazine article that the project began with and that no sentence carries."""
        return [number for number in SEED_FACTS if number in self.missing]

    @property
    def is_enough(self) -> bool:
        """Whether the corpus may be published."""
        broken = self.skipped or self.unknown or self.without_provenance
        return self.share >= REQUIRED_SHARE and not self.missing_seed_facts and not broken


def measure(facts: dict[str, str], report: LoadReport) -> Coverage:
    """Compare the numbered facts with the facts that the sentences of the corpus name."""
    carried: dict[str, list[str]] = defaultdict(list)
    without_provenance = []
    for document in report.documents:
        for sentence in document.sentences:
            for number in sentence.facts:
                carried[number].append(document.id)
            if not sentence.sources:
                without_provenance.append(f"{document.id}: {document.text[sentence.start : sentence.end]}")
    covered = facts.keys() & carried.keys()
    per_group = {
        letter: (sum(n[0] == letter for n in covered), sum(n[0] == letter for n in facts)) for letter in GROUPS
    }
    return Coverage(
        documents=len(report.documents),
        sentences=sum(len(document.sentences) for document in report.documents),
        facts=len(facts),
        covered=len(covered),
        per_group=per_group,
        missing={number: text for number, text in facts.items() if number not in carried},
        unknown={number: sorted(set(where)) for number, where in carried.items() if number not in facts},
        without_provenance=without_provenance,
        skipped=[skipped.reason for skipped in report.skipped],
    )


def show(coverage: Coverage) -> None:
    """Print the coverage for people."""
    print(f"{coverage.documents} dokumenter, {coverage.sentences} sætninger")
    for letter, (covered, every) in coverage.per_group.items():
        print(f"  {letter} {GROUPS[letter]:24} {covered:4} af {every:4}  {covered / max(every, 1):7.1%}")
    print(f"  i alt {'':20} {coverage.covered:4} af {coverage.facts:4}  {coverage.share:7.1%}")
    for heading, lines in (
        ("Fakta uden sætning", [f"{number}: {text}" for number, text in coverage.missing.items()]),
        ("Fakta fra magasinartiklen uden sætning", coverage.missing_seed_facts),
        ("Faktanumre, som ingen dossier har", [f"{n}: {', '.join(where)}" for n, where in coverage.unknown.items()]),
        ("Sætninger uden kilde", coverage.without_provenance),
        ("Filer, der ikke kan læses", coverage.skipped),
    ):
        if lines:
            print(f"\n{heading} ({len(lines)})")
            print("\n".join(f"  {line}" for line in lines))


def main() -> int:
    """Print the coverage; 1 where it is not enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("facts_dir", type=Path)
    parser.add_argument("corpus_dir", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    arguments = parser.parse_args()
    coverage = measure(read_facts(arguments.facts_dir), load_documents(arguments.corpus_dir))
    if arguments.json:
        summary = asdict(coverage) | {"share": coverage.share, "missing_seed_facts": coverage.missing_seed_facts}
        print(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        show(coverage)
    return 0 if coverage.is_enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
