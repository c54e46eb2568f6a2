"""Is a claim supported or contradicted by the documents, or do they not decide it? The path of a claim.

Found sentences are compared with the claim, the comparisons judged; the verdict names its reason from what was
compared exactly. What the comparison shows to be otherwise is never called supported, however sure the scorer is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klyngebot.checking.attention import Attention
from klyngebot.checking.comparison import Comparer
from klyngebot.checking.gathering import READ, Candidate, Compared, compare, compare_given, of_hits
from klyngebot.checking.reasons import reason
from klyngebot.checking.results import ClaimCheck, Verdict
from klyngebot.checking.scorer import VERDICTS, Judged, VerdictScorer, scorer
from klyngebot.checking.times import as_of, newer
from klyngebot.citations import cite
from klyngebot.cross_encoder import EntailmentJudge
from klyngebot.danish.claims import as_stated, is_cut_off, kind_of, pointing_word
from klyngebot.danish.qualifiers import is_of_sources
from klyngebot.danish.statements import StatementKind
from klyngebot.embedding import StaticEmbedder
from klyngebot.protocols import Searcher
from klyngebot.texts import checking as check_texts
from klyngebot.types import Citation, Document

HITS = 12  # chunks whose sentences are read
SHOWN = 3  # sentences
# By the development half and the claims of a break test (docs/verification.md)
UNNAMED_FROM = 0.6  # probability from which a contradiction is told that no exact comparison names
BARS_FROM, REFUTES_FROM = 0.6, 0.8  # share of a claim's words in a sentence that says them the other way round
ALSO = 0.3  # probability of the same verdict from which another sentence is shown


@dataclass(frozen=True, slots=True)
class _Decision:
    """A verdict, the places of the sentences behind it, the decisive one first, and how sure it is."""

    verdict: Verdict
    order: list[int]
    sureness: float


class ClaimChecker:
    """Gives claims their verdicts.

    Args:
        documents: by id.
        searcher: finds the chunks whose sentences may decide.
        static: the model that gives words and texts their vectors.
        entailment: a model of the operator's choosing that judges each sentence, too; its say is as large as ours.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        searcher: Searcher,
        static: StaticEmbedder,
        entailment: EntailmentJudge | None = None,
    ) -> None:
        self._documents = documents
        self._searcher = searcher
        self._comparer = Comparer(static)
        self._entailment = entailment

    @property
    def _scorer(self) -> VerdictScorer:
        return scorer()

    @property
    def _attention(self) -> Attention:
        return scorer().attention

    def check(self, claim: str) -> ClaimCheck:
        """The verdict on one claim, with its reason and the sentences behind it."""
        stated = as_stated(claim)
        obstacle = _obstacle(stated)
        if obstacle:
            return ClaimCheck(claim, Verdict.NOT_ENOUGH_INFO, obstacle)
        candidates = of_hits(self._searcher.search(stated, HITS), self._documents)
        compared = compare(stated, candidates, self._comparer, self._attention, READ)
        if not compared:
            return ClaimCheck(claim, Verdict.NOT_ENOUGH_INFO, check_texts.REASON_NOTHING_FOUND)
        judged = self._judge(stated, compared)
        decision = self._decided(stated, compared, judged)
        verdict, order = decision.verdict, decision.order
        decisive = compared[order[0]]
        period = as_of(stated, decisive.candidate) if verdict is Verdict.SUPPORTED else ""
        later = newer(stated, decisive.candidate, candidates, self._comparer) if period else None
        return ClaimCheck(
            claim,
            verdict,
            reason(verdict, stated, decisive, period, is_outdated=later is not None),
            _cited([compared[place].candidate for place in order]),
            round(decision.sureness, 4),
            period,
            _cited([later])[0] if later else None,
        )

    def warm(self) -> None:
        """Read every sentence once, so that the first claims need not; takes some seconds."""
        for document in self._documents.values():
            for sentence in document.sentences:
                self._comparer.warm(document.text[sentence.start : sentence.end])

    def check_against(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """The most probable verdict on a claim from given texts alone: for measurement."""
        compared = compare_given(claim, evidence, self._comparer, self._attention)
        if not compared:
            return Verdict.NOT_ENOUGH_INFO
        return VERDICTS[int(self._judge(claim, compared).claim.argmax())]

    def _judge(self, claim: str, compared: Sequence[Compared]) -> Judged:
        each = self._scorer.each([one.signals for one in compared])
        if self._entailment is not None:
            each = (each + self._entailment.judge(claim, [one.candidate.text for one in compared])) / 2
        return self._scorer.judge(each)

    def _decided(self, claim: str, compared: Sequence[Compared], judged: Judged) -> _Decision:
        """The verdict, where the sentence that decides can decide; nothing is decided otherwise."""
        same = next((place for place, one in enumerate(compared) if _is_the_same(one)), None)
        if same is not None:
            return _Decision(Verdict.SUPPORTED, [same], 1.0)
        verdict = self._scorer.verdict(judged)
        order = _most_telling(judged, verdict)
        sureness = float(judged.claim[VERDICTS.index(verdict)])
        undecided = _Decision(Verdict.NOT_ENOUGH_INFO, _most_telling(judged, Verdict.NOT_ENOUGH_INFO), sureness)
        if _is_doubtful(compared[order[0]]) and not is_of_sources(claim):
            order = [place for place in _refuting(judged) if not _is_doubtful(compared[place])]
            if verdict is not Verdict.REFUTED or not order:
                return undecided
        if verdict is Verdict.NOT_ENOUGH_INFO:
            return undecided
        decisive = compared[order[0]]
        if verdict is Verdict.REFUTED:
            told = decisive.comparison
            is_named = any(own.is_certain for own in told.conflicts) or bool(decisive.signals["denies_otherwise"])
            beside = told.cannot_refute or _is_disputed(decisive) or not (is_named or sureness >= UNNAMED_FROM)
            return undecided if beside else _Decision(verdict, order, sureness)
        turned = max(range(len(compared)), key=lambda place: compared[place].comparison.turned)
        share = compared[turned].comparison.turned
        is_nearer = turned == order[0] or share > decisive.signals["covered"]
        if is_nearer and share >= REFUTES_FROM and not _is_doubtful(compared[turned]):
            return _Decision(Verdict.REFUTED, [turned], sureness)
        barred = decisive.comparison.cannot_support or share >= BARS_FROM
        return undecided if barred else _Decision(verdict, order, sureness)


def _obstacle(stated: str) -> str:
    """Why a claim cannot be checked; empty where it can."""
    if is_cut_off(stated) and kind_of(stated) is StatementKind.CLAIM:
        return check_texts.REASON_CUT_OFF
    pointing = pointing_word(stated)
    if pointing:
        return check_texts.reason_points(pointing)
    kind = kind_of(stated)
    return "" if kind is StatementKind.CLAIM else check_texts.reason_no_claim(kind)


def _is_the_same(one: Compared) -> bool:
    return one.comparison.is_literal and not _is_doubtful(one)


def _is_doubtful(one: Compared) -> bool:
    """Whether a sentence tells what the sources do not, or what they tell differently."""
    sentence = one.candidate.sentence
    return sentence is not None and (sentence.gap or sentence.disagreement)


def _is_disputed(one: Compared) -> bool:
    return one.candidate.sentence is not None and one.candidate.sentence.disagreement


def _most_telling(judged: Judged, verdict: Verdict) -> list[int]:
    """Places of the sentences to show: the one that decides, then others that say so, too; the nearest otherwise."""
    if verdict is Verdict.NOT_ENOUGH_INFO:
        return list(range(min(SHOWN, len(judged.sentences))))
    own = judged.sentences[:, VERDICTS.index(verdict)]
    ranked = sorted(range(len(own)), key=lambda place: (-own[place], place))
    return [place for number, place in enumerate(ranked) if not number or own[place] >= ALSO][:SHOWN]


def _refuting(judged: Judged) -> list[int]:
    """Places of the sentences that contradict each for itself, the surest first."""
    own = VERDICTS.index(Verdict.REFUTED)
    places = [place for place, chances in enumerate(judged.sentences) if int(chances.argmax()) == own]
    return sorted(places, key=lambda place: -judged.sentences[place, own])[:SHOWN]


def _cited(found: Sequence[Candidate]) -> tuple[Citation, ...]:
    return tuple(
        cite(one.document, one.sentence, one.document.section_at(one.sentence.start), number)
        for number, one in enumerate(found, 1)
        if one.document and one.sentence
    )
