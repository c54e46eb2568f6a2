"""What this Klyngebot does with what people write, as its settings say: the facts of the page on privacy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from klyngebot.settings import Settings


@dataclass(frozen=True, slots=True)
class Practice:
    """The facts. Empty or 0 is what is not done, or not told.

    Args:
        operator: who runs it and answers for personal data.
        contact: a mail address, a web address or a sentence.
        contact_link: the contact as the address of a link; empty where it is a sentence.
        model: the language model that is asked, as its provider names it.
        feedback_days: how long feedback is kept.
        remembered: how many answers are kept in memory.
        is_limited: whether the questions of an address are counted.
        is_logged: whether the log has a line for every request.
    """

    operator: str = ""
    contact: str = ""
    contact_link: str = ""
    model: str = ""
    feedback_days: int = 0
    remembered: int = 0
    is_limited: bool = False
    is_logged: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The practice that these settings make."""
        return cls(
            settings.operator,
            settings.contact,
            settings.contact_link,
            settings.llm,
            settings.feedback_days if settings.feedback else 0,
            0 if settings.llm else settings.remembered_answers,
            settings.rate_per_minute > 0,
            settings.log_requests,
        )
