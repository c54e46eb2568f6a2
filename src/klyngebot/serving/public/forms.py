"""What a page's form sends: names and values, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS: Final = 64


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in the order in which they were sent."""

    fields: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """A form as browsers encode it.

        Raises:
            ValueError: it is no UTF-8, or has more fields than any form of ours.
        """
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        return cls(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs))

    def first(self, name: str) -> str:
        """The first value of that name; empty where there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """All values of that name."""
        return [value for key, value in self.fields if key == name]


async def read_form(request: Request) -> Form:
    """The form in the body of a request. Raises `ValueError` as `Form.parse`."""
    return Form.parse(await request.body())
