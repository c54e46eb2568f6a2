"""How often "Find din klynge" proposes the right cluster, on the gold descriptions of firms.

    python tools/clusters.py

Needs an index of the shipped corpus (`klyngebot ingest`). The halves are those of the gold questions.
"""

from __future__ import annotations

import json
from pathlib import Path

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.gold import GoldQuestion, Split

FIRMS = Path(__file__).resolve().parent.parent / "tests" / "gold" / "firms"


def main() -> None:
    """Ask for every firm and print the shares."""
    files = sorted(FIRMS.glob("*.jsonl"))
    firms = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    print("| half | firms | right first | right among three | none proposed where none fits |\n|---|---|---|---|---|")
    with Klyngebot.open() as bot:
        for split in Split:
            half = [firm for firm in firms if _split(firm["id"]) is split]
            found = {firm["id"]: _proposed(bot, firm["question"]) for firm in half}
            fitting = [firm for firm in half if firm["first"]]
            others = [firm for firm in half if not firm["first"]]
            first = sum(found[firm["id"]][:1] != [] and found[firm["id"]][0] in firm["first"] for firm in fitting)
            among = sum(bool(set(found[firm["id"]]) & set(firm["first"])) for firm in fitting)
            none = sum(not found[firm["id"]] for firm in others)
            shares = f"{first / len(fitting):.3f} | {among / len(fitting):.3f}"
            print(f"| {split.value} | {len(fitting)} | {shares} | {none} of {len(others)} |")


def _split(own: str) -> Split:
    return GoldQuestion(own, "", "firm", "?", answerable=False).split


def _proposed(bot: Klyngebot, description: str) -> list[str]:
    return [proposal.document_id for proposal in bot.find_clusters(description).proposals]


if __name__ == "__main__":
    main()
