"""Which clusters suit a firm: its owner's description, compared with the fields of the clusters in the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from klyngebot import texts
from klyngebot.answering.fields import NONE, FieldJudge, Fit, field_weights
from klyngebot.citations import cite
from klyngebot.danish import headcounts
from klyngebot.danish.foreign import glossed
from klyngebot.danish.normalize import clean
from klyngebot.danish.profiles import Aspect, is_about, tells
from klyngebot.embedding.static import StaticEmbedder
from klyngebot.types import (
    Answer,
    AnswerSentence,
    ClusterProposal,
    ClusterStatement,
    Document,
    DocumentKind,
    Sentence,
    Status,
)

MOST = 3  # proposals
MARGIN = 1.0  # by how many log odds a field may be behind what no cluster is for
FAR_BEHIND = 2.0  # log odds behind the best from which another cluster is not proposed
SHOWN = {Aspect.FIELD: 2, Aspect.STATUS: 1, Aspect.GAINS: 2, Aspect.COST: 1, Aspect.JOINING: 2}


class ClusterFinder:
    """Proposes clusters with what the corpus tells of them.

    Args:
        documents: by id; the profiles among them may be proposed.
        model: tells which words are near each other in meaning.
    """

    def __init__(self, documents: Mapping[str, Document], model: StaticEmbedder) -> None:
        known = set(field_weights().fields) - {NONE}
        self._profiles = {
            own: document
            for own, document in documents.items()
            if document.kind is DocumentKind.PROFILE and own in known
        }
        self._model = model

    @property
    def has_profiles(self) -> bool:
        """Whether there is any cluster to propose."""
        return bool(self._profiles)

    @cached_property
    def _judge(self) -> FieldJudge:
        return FieldJudge(self._model, self._profiles)

    def find(self, description: str) -> list[ClusterProposal]:
        """At most three clusters that suit the firm, the best first; none where none does.

        The sentences' citations are numbered from one, over all proposals.
        """
        if not self._profiles:
            return []
        fits = self._judge.fits(glossed(clean(description)))
        nothing = next((fit.score for fit in fits if fit.field == NONE), 0.0)
        real = [fit for fit in fits if fit.field != NONE and fit.score > nothing - MARGIN]
        proposals: list[ClusterProposal] = []
        number = 1
        for fit in real[:MOST]:
            # A further one needs a word that speaks for it, to be shown as its reason
            if fit.score >= real[0].score - FAR_BEHIND and (fit.words or not proposals):
                proposals.append(self._proposal(fit, headcounts.asker_figures(description), number))
                number += len(proposals[-1].statements)
        return proposals

    def _proposal(self, fit: Fit, firm: frozenset[str], number: int) -> ClusterProposal:
        profile = self._profiles[fit.field]
        statements: list[ClusterStatement] = []
        for aspect, section, sentence in _told(profile, firm):
            citation = cite(profile, sentence, section, number + len(statements))
            statements.append(ClusterStatement(aspect.value, citation))
        return ClusterProposal(
            profile.id,
            profile.title.partition(" – ")[0],
            fit.words,
            tuple(statements),
            profile.original_url,
            closed=bool(profile.valid_to),
        )


def proposed(refused: Answer, proposals: Sequence[ClusterProposal]) -> Answer:
    """The answer to a question for the right cluster: what each proposed one is for; the refusal where none is."""
    fields = [
        next((item.citation for item in proposal.statements if item.aspect == Aspect.FIELD), None)
        for proposal in proposals
    ]
    citations = tuple(replace(item, number=number) for number, item in enumerate(filter(None, fields), start=1))
    if not citations:
        return refused
    first = AnswerSentence(texts.find_found(len(citations)))
    quoted = (AnswerSentence(item.quote, (item.number,)) for item in citations)
    return replace(
        refused, status=Status.ANSWERED, sentences=(first, *quoted), citations=citations, refusal=None, notes=()
    )


def _told(profile: Document, firm: frozenset[str]) -> Iterator[tuple[Aspect, str, Sentence]]:
    """What a profile tells an owner, aspect by aspect, with the heading above; no sentence twice."""
    taken: set[int] = set()
    for aspect, most in SHOWN.items():
        found = [
            (section.heading_path[-1], sentence)
            for section in profile.sections
            if is_about(aspect, section.heading_path)
            for sentence in profile.sentences
            if section.start <= sentence.start and sentence.end <= section.end and sentence.start not in taken
            if not sentence.disagreement and tells(aspect, profile.text[sentence.start : sentence.end])
        ]
        # A price for a firm of another size says less than none; what is told goes before what is not known.
        found.sort(
            key=lambda item: (
                -headcounts.fits(firm, profile.text[item[1].start : item[1].end]),
                item[1].gap,
                item[1].start,
            )
        )
        for section, sentence in sorted(found[:most], key=lambda item: item[1].start):
            taken.add(sentence.start)
            yield aspect, section, sentence
