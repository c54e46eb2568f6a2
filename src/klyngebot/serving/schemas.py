"""The shapes of everything that the JSON API takes and gives, as JSON Schema for its description.

What it takes comes from `bodies`; what it gives is written down here beside the renderings, and a test holds real
answers of every kind against it. The shapes are open: a field may be added to an answer without a new version.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from klyngebot.checking.results import QuotationStatus, Verdict
from klyngebot.danish.statements import StatementKind
from klyngebot.serving.bodies import Ask, Check, Feedback, Firm
from klyngebot.texts.api_description import FIELDS
from klyngebot.types import DocumentKind, RefusalReason, Status

Schema: TypeAlias = dict[str, Any]
PREFIX: Final = "#/components/schemas/"
_TEXT: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
_TIME: Final[Schema] = {"type": "number", "minimum": 0}
_AI: Final[Schema] = {"const": True}
# Of a check, exactly one of the two that its body may have
_EITHER: Final = [
    {"required": ["claim"], "properties": {"claim": {"type": "string"}, "text": {"type": "null"}}},
    {"required": ["text"], "properties": {"text": {"type": "string"}, "claim": {"type": "null"}}},
]


def ref(name: str) -> Schema:
    """A schema of the description by its name."""
    return {"$ref": PREFIX + name}


def bodies(*, feedback: bool) -> dict[str, Schema]:
    """The bodies that are taken, by name; that of feedback only where feedback is."""
    models: list[type[BaseModel]] = [Ask, Firm, Check, *([Feedback] if feedback else [])]
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=PREFIX + "{model}")
    schemas = {name: _in_danish(name, schema) for name, schema in made["$defs"].items()}
    schemas["Check"]["oneOf"] = _EITHER
    return schemas


def replies(*, feedback: bool) -> dict[str, Schema]:
    """Everything that is given, by name."""
    kept = {"FeedbackKept": {"status": {"const": "saved"}, "message": _TEXT, "days": _COUNT}} if feedback else {}
    return {name: _object(name, fields) for name, fields in {**_SHAPES, **kept}.items()}


def _object(name: str, fields: dict[str, Schema]) -> Schema:
    """An object that has all of these fields."""
    properties = {field: {**schema, "description": _told(name, field)} for field, schema in fields.items()}
    return {"type": "object", "properties": properties, "required": list(fields)}


def _told(name: str, field: str) -> str:
    """What a field is, in Danish; some objects have all that another one has."""
    within = {"ClusterStatement": "Citation", "CheckedClaim": "Claim"}.get(name, name)
    return FIELDS[name].get(field) or FIELDS[within][field]


def _in_danish(name: str, schema: Schema) -> Schema:
    """The schema of a body with our words in place of the code's own."""
    told = {
        field: {**_plain(inner), "description": _told(name, field)} for field, inner in schema["properties"].items()
    }
    return {**_plain(schema), "properties": told}


def _plain(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in ("title", "description")}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(values: type[StrEnum]) -> Schema:
    return {"enum": [value.value for value in values]}


_CITATION: Final[dict[str, Schema]] = {
    "number": _COUNT,
    **dict.fromkeys(("document_id", "title", "publisher", "published", "section", "quote"), _TEXT),
    "start": _COUNT,
    "end": _COUNT,
    "rendition": _FLAG,
    "kind": _one_of(DocumentKind),
    "provenance": _list(ref("Provenance")),
    "valid_to": _TEXT,
    "page": _or_null(_COUNT),
    "document_url": _TEXT,
    "sentence": _COUNT,
    "url": _TEXT,
    "permalink": _TEXT,
    "source": ref("CitedSource"),
}
_CLAIM: Final[dict[str, Schema]] = {
    "claim": _TEXT,
    "verdict": _one_of(Verdict),
    "label": _TEXT,
    "reason": _TEXT,
    "evidence": _list(ref("Citation")),
    "probability": _SHARE,
    "as_of": _TEXT,
    "newer": _or_null(ref("Citation")),
}
# Every object that is given, and its fields
_SHAPES: Final[dict[str, dict[str, Schema]]] = {
    "Answer": {
        "ai": _AI,
        "kind": {"enum": ["verbatim", "generated", "fixed"]},
        "kind_notice": _TEXT,
        "question": _TEXT,
        "status": _one_of(Status),
        "answer": _TEXT,
        "sentences": _list(ref("Sentence")),
        "paragraphs": _list(_list(_COUNT)),
        "citations": _list(ref("Citation")),
        "references": _list(ref("Reference")),
        "refusal": _or_null(ref("Refusal")),
        "suggestions": _list(_TEXT),
        "notes": _list(_TEXT),
        "mode": _TEXT,
        "corpus_version": _TEXT,
        "trace": ref("Trace"),
    },
    "Sentence": {"text": _TEXT, "citations": _list(_COUNT), "direct": _or_null(_TEXT)},
    "Citation": _CITATION,
    "CitedSource": {"title": _TEXT, "imprint": _TEXT, "place": _TEXT},
    "Provenance": dict.fromkeys(("key", "title", "publisher", "published", "url", "nature"), _TEXT),
    "Reference": {
        "numbers": _list(_COUNT),
        "title": _TEXT,
        "imprint": _TEXT,
        "nature": _TEXT,
        "url": _TEXT,
        "documents": _list(ref("ReferenceDocument")),
    },
    "ReferenceDocument": {"place": _TEXT, "passages": _list(ref("Passage"))},
    "Passage": {"number": _COUNT, "quote": _TEXT, "notes": _list(_TEXT), "permalink": _TEXT},
    "Refusal": {
        "reason": _one_of(RefusalReason),
        "message": _TEXT,
        "nearby": _list(_TEXT),
        "contact": _or_null(ref("Contact")),
    },
    "Contact": {"text": _TEXT, "url": _TEXT},
    "Trace": {"query": _TEXT, "stops": _list(ref("Stop")), "milliseconds": _TIME},
    "Stop": {"name": _TEXT, "detail": _TEXT, "milliseconds": _TIME},
    "Clusters": {
        "ai": _AI,
        "description": _TEXT,
        "status": {"enum": [Status.ANSWERED.value, Status.REFUSED.value, Status.REJECTED.value]},
        "message": _TEXT,
        "clusters": _list(ref("Cluster")),
        "suggestions": _list(_TEXT),
        "corpus_version": _TEXT,
    },
    "Cluster": {
        "id": _TEXT,
        "name": _TEXT,
        "closed": _FLAG,
        "words": _list(_TEXT),
        "url": _TEXT,
        "statements": _list(ref("ClusterStatement")),
    },
    "ClusterStatement": {"about": {"enum": ["field", "status", "gains", "cost", "joining"]}, **_CITATION},
    "CheckedClaim": {"ai": _AI, "status": {"const": "checked"}, **_CLAIM},
    "Claim": _CLAIM,
    "CheckedText": {
        "ai": _AI,
        "status": {"const": "checked"},
        "name": _TEXT,
        "text": _TEXT,
        "contradicted": _FLAG,
        "summary": ref("Summary"),
        "statements": _list(ref("Statement")),
        "claims": _list(ref("Claim")),
        "quotations": _list(ref("Quotation")),
        "notes": _list(_TEXT),
        "corpus_version": _TEXT,
    },
    "Summary": {
        **dict.fromkeys((*(verdict.value for verdict in Verdict), "not_claims"), _COUNT),
        "quotations": ref("QuotationCounts"),
    },
    "QuotationCounts": dict.fromkeys((status.value for status in QuotationStatus), _COUNT),
    "Statement": {
        "text": _TEXT,
        "start": _COUNT,
        "end": _COUNT,
        "kind": _one_of(StatementKind),
        "claim": _TEXT,
        "check": _or_null(_COUNT),
    },
    "Quotation": {
        "quote": _TEXT,
        "status": _one_of(QuotationStatus),
        "label": _TEXT,
        "evidence": _list(ref("Citation")),
        "changes": _list(ref("WordChange")),
    },
    "WordChange": {"quoted": _TEXT, "source": _TEXT},
    "CheckRejected": {"ai": _AI, "status": {"const": "rejected"}, "message": _TEXT},
    "Live": {"status": {"const": "live"}},
    "Ready": {
        "status": {"enum": ["ready", "degraded"]},
        "corpus_version": _TEXT,
        "documents": _COUNT,
        "chunks": _COUNT,
    },
    "Problem": {
        "type": {"const": "about:blank"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "reference": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
    },
}
