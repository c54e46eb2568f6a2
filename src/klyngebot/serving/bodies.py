"""The bodies that the JSON API takes: strict models that refuse what they do not know."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from klyngebot.checking.drafts import LONGEST_TEXT

BODY_LIMIT: Final = 64 * 1024
# Of a text to check: as long as it may be, in the longest way that JSON has to write a character ("\\ud83d\\ude00")
TEXT_BODY_LIMIT: Final = 12 * LONGEST_TEXT + 1024
HISTORY_LIMIT: Final = 20
FEEDBACK_LIMIT: Final = 1_000  # characters of a word about an answer, or of a question sent along
FEEDBACK_ANSWER_LIMIT: Final = 8_000


def _is_text(text: str) -> str:
    text.encode()  # half a surrogate pair is no text; UnicodeEncodeError is a ValueError
    return text


Text = Annotated[str, AfterValidator(_is_text)]


class PastTurn(BaseModel):
    """A turn of the conversation so far, as the client remembers it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    answer: Text = ""


class Ask(BaseModel):
    """The body of a question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    history: list[PastTurn] = Field(default_factory=list, max_length=HISTORY_LIMIT)


class Firm(BaseModel):
    """The body of a search for clusters: what a firm does, in its owner's words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    description: Text


class Check(BaseModel):
    """The body of a check: one claim, or a whole text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    claim: Text | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.claim is None) == (self.text is None):
            raise ValueError("either claim or text")
        return self


class Exchange(BaseModel):
    """The question and the answer that a judgment is about, as the user saw them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text = Field(max_length=FEEDBACK_LIMIT)
    answer: Text = Field(default="", max_length=FEEDBACK_ANSWER_LIMIT)


class Feedback(BaseModel):
    """The body of a judgment; `exchange` is there only where the user has ticked to send it along."""

    model_config = ConfigDict(extra="forbid", strict=True)

    thumb: Literal["up", "down"]
    text: Text = Field(default="", max_length=FEEDBACK_LIMIT)
    exchange: Exchange | None = None
