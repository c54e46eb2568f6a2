"""Claims about the shipped corpus, from question to reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.checking.results import Verdict
from klyngebot.evaluation.gold import Split, split_of
from klyngebot.evaluation.verification import read_claims, scores
from klyngebot.serving.check_rendering import claims_of
from klyngebot.texts import checking as check_texts


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("MADE blev stiftet som forening i 2014.", Verdict.SUPPORTED),
        ("StarDust blev ledet af svenske VINNOVA.", Verdict.SUPPORTED),
        ("CenSec havde 182 medlemmer i 2019.", Verdict.REFUTED),
        ("Klyngeforum holdt seks møder om året, oplyste ministeriet i marts 2019.", Verdict.REFUTED),
        ("Klyngestrategien blev trykt på genbrugspapir.", Verdict.NOT_ENOUGH_INFO),
        ("Danmarks største bryggeri ligger i Valby.", Verdict.NOT_ENOUGH_INFO),
    ],
)
def test_a_claim_gets_its_verdict_with_the_sentence_that_decides(bot: Klyngebot, claim: str, verdict: Verdict) -> None:
    checked = bot.check_claim(claim)
    assert checked.verdict is verdict
    assert checked.reason
    assert 1 <= len(checked.citations) <= 3
    assert 0 <= checked.probability <= 1


def test_the_reason_names_what_the_source_has_instead(bot: Klyngebot) -> None:
    checked = bot.check_claim("CenSec havde 182 medlemmer i 2019.")
    assert "144 medlemmer" in checked.reason
    assert "182 medlemmer" in checked.reason
    assert "144" in checked.citations[0].quote


def test_every_sentence_of_the_corpus_supports_itself_or_at_least_is_not_contradicted(bot: Klyngebot) -> None:
    texts = [
        document.text[sentence.start : sentence.end]
        for document in bot.corpus.documents
        for sentence in document.sentences[::25]
        if not sentence.gap
    ]
    verdicts = [bot.check_claim(text).verdict for text in texts]
    assert verdicts.count(Verdict.REFUTED) <= len(texts) * 0.03
    assert verdicts.count(Verdict.SUPPORTED) >= len(texts) * 0.7


def test_wrong_and_absent_claims_of_the_development_half_are_hardly_ever_supported(bot: Klyngebot, root: Path) -> None:
    claims = read_claims(root / "tests" / "gold" / "claims" / "gold.jsonl")
    measured = scores(
        [claim for claim in claims if split_of(claim.id) is Split.DEV], lambda own: bot.check_claim(own.claim).verdict
    )
    assert measured.share(Verdict.REFUTED, Verdict.SUPPORTED) <= 0.03
    assert measured.share(Verdict.NOT_ENOUGH_INFO, Verdict.SUPPORTED) <= 0.03
    assert measured.macro_f1 >= 0.6


def test_the_same_claim_gets_the_same_check(bot: Klyngebot) -> None:
    claim = "MADE blev stiftet som forening i 2014."
    assert bot.check_claim(claim) == bot.check_claim(claim)


def test_planted_errors_of_a_draft_are_never_supported_and_true_claims_hardly_contradicted(
    bot: Klyngebot, root: Path
) -> None:
    folder = root / "tests" / "gold" / "claims"
    text = (folder / "draft.md").read_text(encoding="utf-8")
    checked = bot.check_text(text)
    found: dict[bool, list[Verdict]] = {True: [], False: []}
    for line in (folder / "draft.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        start = text.index(item["text"])
        within = [own for own in checked.statements if own.start < start + len(item["text"]) and start < own.end]
        verdicts = [own.check.verdict for own in within if own.check]
        assert verdicts, item["text"]
        worst = min(verdicts, key=lambda own: (own is not Verdict.REFUTED, own is not Verdict.NOT_ENOUGH_INFO))
        found[item["true"]].append(worst)
    assert found[False].count(Verdict.SUPPORTED) == 0
    assert found[True].count(Verdict.REFUTED) <= 2
    assert found[False].count(Verdict.REFUTED) >= 8
    assert found[True].count(Verdict.SUPPORTED) >= 16
    assert checked.is_contradicted


def test_claims_of_a_break_test_keep_their_distance(bot: Klyngebot, root: Path) -> None:
    """Written to break the check: turned roles, plans, gaps. The bounds are what is reached, a little relaxed."""
    claims = read_claims(root / "tests" / "gold" / "claims" / "hard.jsonl")
    measured = scores(claims, lambda own: bot.check_claim(own.claim).verdict)
    assert measured.share(Verdict.NOT_ENOUGH_INFO, Verdict.SUPPORTED) <= 0.04
    assert measured.share(Verdict.REFUTED, Verdict.SUPPORTED) <= 0.13
    assert measured.share(Verdict.SUPPORTED, Verdict.REFUTED) <= 0.07
    assert measured.macro_f1 >= 0.62


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Hvor ligger CLEAN?", "Spørgsmål, ikke en påstand"),
        ("CLEAN blev stiftet i", "ikke hel"),
        ("Den ligger i Aarhus.", "»Den«"),
        ("CLEAN", "ikke en påstand"),
    ],
)
def test_what_is_no_whole_claim_is_not_judged_and_the_reason_says_what_to_do(
    bot: Klyngebot, claim: str, reason: str
) -> None:
    checked = bot.check_claim(claim)
    assert checked.verdict is Verdict.NOT_ENOUGH_INFO
    assert reason in checked.reason
    assert not checked.citations


@pytest.mark.parametrize(
    "claim",
    [
        "clean blev stiftet 9. maj 2014",
        "**CLEAN** blev stiftet 9. maj 2014!",
        "»CLEAN blev stiftet 9. maj 2014«",
        "CLEAN blev stiftet 09.05.2014.",
        "– CLEAN blev stiftet 9. maj 2014, siger han.",
    ],
)
def test_how_a_claim_is_set_changes_nothing(bot: Klyngebot, claim: str) -> None:
    assert bot.check_claim(claim).verdict is bot.check_claim("CLEAN blev stiftet 9. maj 2014.").verdict


def test_what_no_source_tells_is_not_decided_by_the_sentence_that_says_so(bot: Klyngebot) -> None:
    for claim in ("CLEAN er ikke udpeget for 2025-2028.", "CLEAN er udpeget for 2025-2028."):
        assert bot.check_claim(claim).verdict is Verdict.NOT_ENOUGH_INFO


def test_the_example_of_the_page_shows_every_verdict(bot: Klyngebot) -> None:
    verdicts = {claim.verdict for claim in claims_of(bot.check_text(check_texts.CHECK_EXAMPLE))}
    assert verdicts == set(Verdict)


def test_a_claim_is_contradicted_by_a_plain_sentence_behind_one_that_sets_sources_side_by_side(bot: Klyngebot) -> None:
    checked = bot.check_claim("Ti ministerier stod bag klyngestrategien fra 2013.")
    assert checked.verdict is Verdict.REFUTED
    assert "otte ministerier" in checked.reason


def test_a_turned_claim_is_contradicted_by_the_sentence_that_says_it_the_other_way_round(bot: Klyngebot) -> None:
    checked = bot.check_claim("Væksthusene afløste erhvervshusene.")
    assert checked.verdict is not Verdict.SUPPORTED
    assert "afløste" in checked.citations[0].quote
