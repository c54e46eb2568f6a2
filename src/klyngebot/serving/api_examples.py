"""Examples for the API's description: made of the same nouns and by the same renderings as real answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from klyngebot import texts
from klyngebot.checking.results import ClaimCheck, DraftCheck, Statement, Verdict
from klyngebot.danish.statements import StatementKind
from klyngebot.serving.bodies import Ask, Check, Exchange, Feedback, Firm, PastTurn
from klyngebot.serving.check_rendering import claim_to_dict, draft_to_dict
from klyngebot.serving.cluster_rendering import clusters_to_dict
from klyngebot.serving.rendering import answer_to_dict
from klyngebot.texts import api_description as told
from klyngebot.types import (
    Answer,
    AnswerSentence,
    Citation,
    ClusterAnswer,
    ClusterProposal,
    ClusterStatement,
    DocumentKind,
    Provenance,
    Refusal,
    RefusalReason,
    Status,
    Stop,
    Trace,
)

_VERSION = "3f2a9c1d"
_SOURCE = Provenance(
    "K25", told.EXAMPLE_SOURCE, told.EXAMPLE_DIRECT, told.EXAMPLE_SOURCE_DATE, told.EXAMPLE_SOURCE_URL, "original"
)
_CITATION = Citation(
    number=1,
    document_id="klyngeforum",
    title=told.EXAMPLE_TITLE,
    publisher=told.EXAMPLE_DIRECT,
    published="2019-03-26",
    section=told.EXAMPLE_SECTION,
    quote=told.EXAMPLE_QUOTE,
    start=1421,
    end=1421 + len(told.EXAMPLE_QUOTE),
    rendition=True,
    kind=DocumentKind.PROGRAM,
    provenance=(_SOURCE,),
    valid_to="2019",
    document_url=told.EXAMPLE_SOURCE_URL,
    sentence=12,
)
_FOCUS = told.EXAMPLE_QUOTE.index(told.EXAMPLE_DIRECT)
_ANSWERED = Answer(
    question=told.EXAMPLE_QUESTION,
    status=Status.ANSWERED,
    sentences=(AnswerSentence(told.EXAMPLE_QUOTE, (1,), (_FOCUS, _FOCUS + len(told.EXAMPLE_DIRECT))),),
    citations=(_CITATION,),
    suggestions=(told.EXAMPLE_FOLLOW_UP,),
    corpus_version=_VERSION,
    trace=Trace(told.EXAMPLE_QUESTION, (Stop("find", 6.25, "12 afsnit"), Stop("svar", 18.5, "answered"))),
)
_REFUSED = Answer(
    question=told.EXAMPLE_QUESTION,
    status=Status.REFUSED,
    refusal=Refusal(RefusalReason.NOT_IN_SOURCES, texts.REFUSED_NOT_IN_SOURCES, (told.EXAMPLE_TITLE,)),
    corpus_version=_VERSION,
    trace=Trace(told.EXAMPLE_QUESTION),
)
_FIELD = replace(
    _CITATION,
    document_id="odense-robotics",
    title=told.EXAMPLE_CLUSTER_TITLE,
    publisher=texts.NAME,
    published="2026-11-23",
    section=told.EXAMPLE_CLUSTER_SECTION,
    quote=told.EXAMPLE_CLUSTER_QUOTE,
    start=116,
    end=116 + len(told.EXAMPLE_CLUSTER_QUOTE),
    kind=DocumentKind.PROFILE,
    provenance=(
        Provenance(
            "M25",
            told.EXAMPLE_CLUSTER_SOURCE,
            "PackM",
            "2020",
            "https://packm.dk/artikel/maskiner/ny-national-klynge-skal-styrke-innovation-og-vkst",
            "offentlig side",
        ),
    ),
    valid_to="",
    document_url="https://www.odenserobotics.dk/",
    sentence=1,
)
_CLUSTER = ClusterProposal(
    "odense-robotics",
    told.EXAMPLE_CLUSTER,
    (told.EXAMPLE_WORD,),
    (ClusterStatement("field", _FIELD),),
    "https://www.odenserobotics.dk/",
)
_CLUSTERS = ClusterAnswer(
    told.EXAMPLE_FIRM, Status.ANSWERED, texts.find_found(1), (_CLUSTER,), (texts.FIND_GUIDE,), _VERSION
)
_CLAIM = ClaimCheck(told.EXAMPLE_CLAIM, Verdict.REFUTED, told.EXAMPLE_REASON, (_CITATION,), 0.73)
_TEXT = DraftCheck(
    "",
    told.EXAMPLE_TEXT,
    (Statement(told.EXAMPLE_CLAIM, 0, len(told.EXAMPLE_CLAIM), StatementKind.CLAIM, told.EXAMPLE_CLAIM, _CLAIM),),
    corpus_version=_VERSION,
)

ANSWERED: dict[str, Any] = answer_to_dict(_ANSWERED)
REFUSED: dict[str, Any] = answer_to_dict(_REFUSED)
CLUSTERS: dict[str, Any] = clusters_to_dict(_CLUSTERS)
CHECKED_CLAIM: dict[str, Any] = claim_to_dict(_CLAIM)
CHECKED_TEXT: dict[str, Any] = draft_to_dict(_TEXT)

QUESTION = Ask(question=told.EXAMPLE_QUESTION).model_dump()
FOLLOW_UP = Ask(
    question=told.EXAMPLE_FOLLOW_UP, history=[PastTurn(question=told.EXAMPLE_QUESTION, answer=told.EXAMPLE_QUOTE)]
).model_dump()
FIRM = Firm(description=told.EXAMPLE_FIRM).model_dump()
CLAIM = Check(claim=told.EXAMPLE_CLAIM).model_dump(exclude_none=True)
TEXT = Check(text=told.EXAMPLE_TEXT).model_dump(exclude_none=True)
FEEDBACK = Feedback(
    thumb="up",
    text=told.EXAMPLE_FEEDBACK,
    exchange=Exchange(question=told.EXAMPLE_QUESTION, answer=told.EXAMPLE_QUOTE),
).model_dump()
