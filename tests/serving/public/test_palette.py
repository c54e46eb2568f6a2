"""The colors of the pages, computed from the style sheet: text at 7:1, edges of controls and the focus ring at 3:1."""

from __future__ import annotations

import re

import pytest

from klyngebot.serving.public.assets import FOLDER

_SHEET = (FOLDER / "shared.css").read_text(encoding="utf-8")
_LIGHT, _DARK = (dict(re.findall(r"--kb-([a-z-]+): (#[0-9a-f]{6});", block)) for block in _SHEET.split("@media", 2)[:2])
THEMES = {"light": _LIGHT, "dark": _DARK}
GROUNDS = ("page", "surface", "soft")
TEXT = [(ink, ground) for ink in ("text", "muted", "main", "main-strong") for ground in GROUNDS] + [
    ("on-main", "main"),
    ("on-main", "main-strong"),
    ("text", "found"),
    ("main", "found"),
    *((f"{verdict}", f"{verdict}-soft") for verdict in ("supported", "refuted", "open")),
    *((verdict, ground) for verdict in ("supported", "refuted", "open") for ground in ("page", "surface")),
]
EDGES = [(edge, ground) for edge in ("edge", "focus", "main", "refuted") for ground in GROUNDS]


def luminance(color: str) -> float:
    """The relative luminance of WCAG."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_both_themes_have_the_same_names() -> None:
    assert _LIGHT.keys() == _DARK.keys()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(theme: str, edge: str, ground: str) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


def test_black_on_white_is_the_most_there_is() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
