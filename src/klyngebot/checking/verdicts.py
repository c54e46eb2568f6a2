"""Is a claim supported or contradicted by the documents, or do they not decide it? The path of a claim.

Found sentences are compared with the claim, the comparisons judged; the verdict names its reason from what was
compared exactly. What the comparison shows to be otherwise is never called supported, however sure the scorer is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from klyngebot import texts
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
from klyngebot.types import Citation, Document

HITS = 12  # chunks whose sentences are read
SHOWN = 3  # sentences
ALSO = 0.3  # probability of the same verdict from which another sentence is shown


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
            return ClaimCheck(claim, Verdict.NOT_ENOUGH_INFO, texts.REASON_NOTHING_FOUND)
        judged = self._judge(stated, compared)
        verdict = self._decided(stated, compared, judged)
        order = _most_telling(judged, verdict)
        same = next((place for place, one in enumerate(compared) if _is_the_same(one)), None)
        if same is not None:
            verdict, order = Verdict.SUPPORTED, [same]
        decisive = compared[order[0]]
        period = as_of(stated, decisive.candidate) if verdict is Verdict.SUPPORTED else ""
        later = newer(stated, decisive.candidate, candidates, self._comparer) if period else None
        return ClaimCheck(
            claim,
            verdict,
            reason(verdict, stated, decisive, period, is_outdated=later is not None),
            _cited([compared[place].candidate for place in order]),
            1.0 if same is not None else round(float(judged.claim[VERDICTS.index(verdict)]), 4),
            period,
            _cited([later])[0] if later else None,
        )

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

    def _decided(self, claim: str, compared: Sequence[Compared], judged: Judged) -> Verdict:
        """The verdict, where the sentence that decides can decide; nothing is decided otherwise."""
        verdict = self._scorer.verdict(judged)
        decisive = compared[_most_telling(judged, verdict)[0]]
        barred = verdict is Verdict.SUPPORTED and decisive.comparison.cannot_support
        open_question = _is_doubtful(decisive) and not is_of_sources(claim)
        beside = verdict is Verdict.REFUTED and (_is_disputed(decisive) or decisive.comparison.cannot_refute)
        return Verdict.NOT_ENOUGH_INFO if barred or open_question or beside else verdict


def _obstacle(stated: str) -> str:
    """Why a claim cannot be checked; empty where it can."""
    kind = kind_of(stated)
    if kind is not StatementKind.CLAIM:
        return texts.reason_no_claim(kind)
    if is_cut_off(stated):
        return texts.REASON_CUT_OFF
    pointing = pointing_word(stated)
    return texts.reason_points(pointing) if pointing else ""


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


def _cited(found: Sequence[Candidate]) -> tuple[Citation, ...]:
    return tuple(
        cite(one.document, one.sentence, one.document.section_at(one.sentence.start), number)
        for number, one in enumerate(found, 1)
        if one.document and one.sentence
    )
