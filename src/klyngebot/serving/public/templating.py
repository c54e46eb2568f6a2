"""Templates of the public pages: everything is escaped, and a value that is missing is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klyngebot import texts
from klyngebot.danish.dates import format_date
from klyngebot.serving.public.assets import asset_url, integrity
from klyngebot.serving.references import document_address, permalink, place, web_address
from klyngebot.texts import checking, public

FOLDER: Final = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The environment of all templates: `t` are the texts, `c` those of the check, `p` those of the public pages."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        date=format_date, web=web_address, place=place, permalink=permalink, document_address=document_address
    )
    made.globals.update(t=texts, c=checking, p=public, asset_url=asset_url, integrity=integrity)
    return made


def render(name: str, **values: Any) -> str:
    """The page of that template. Raises `jinja2.UndefinedError` where the template names a value that is not given."""
    return environment().get_template(name).render(**values)


def trusted(html: str) -> Markup:
    """HTML of a renderer of ours that has escaped all text already."""
    return Markup(html)
