"""Ranks: whether a claim has another number of a row, or is the first of more than the sentence says."""

from __future__ import annotations

from klyngebot.danish.ranks import ranks, superlatives


def ranked_otherwise(claim: str, sentence: str) -> bool:
    """Whether a claim and a sentence have one noun with other numbers of its row.

    >>> ranked_otherwise("Strategiens andet mål er vækst.", "Strategiens tredje mål er vækst.")
    True
    """
    said, told = ranks(claim), ranks(sentence)
    nouns = {noun for noun, _ in said} & {noun for noun, _ in told}
    return any(
        not {number for own, number in said if own == noun} & {number for own, number in told if own == noun}
        for noun in nouns
    )


def widens(claim: str, sentence: str) -> bool:
    """Whether a claim leaves out what limits a superlative: first of all, where the sentence says first of some.

    >>> widens("Den første danske klynge.", "Den første regionale danske klynge.")
    True
    """
    for word, said in superlatives(claim):
        for other, told in superlatives(sentence):
            shared = [own for own in said if own in told]
            if word == other and shared and any(own not in said for own in told[: told.index(shared[-1])]):
                return True
    return False
