"""The ring around what has the focus, measured in pixels: as large and as different as WCAG 2.2 (2.4.13) wants it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.serving.public.axe import STATES
from tests.serving.public.hosting import OPEN_SHADOW, host_page, klyngebot, tag, website

pytestmark = pytest.mark.browser
MARGIN = 8  # pixels around the element that a ring may stand in
THICK = 2  # pixels of a ring at least
CONTRAST = 3.0  # between the same pixel with and without focus
FOCUSED = """() => { let item = document.activeElement;
  while (item.shadowRoot && item.shadowRoot.activeElement) item = item.shadowRoot.activeElement;
  if (item === document.body) return null;
  const box = item.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height, lines: item.getClientRects().length,
    told: item.outerHTML.slice(0, 120) }; }"""
BLUR = """() => { let item = document.activeElement;
  while (item.shadowRoot && item.shadowRoot.activeElement) item = item.shadowRoot.activeElement; item.blur(); }"""


def faint(page: Page, presses: int) -> list[str]:
    """The stops of as many presses of Tab whose ring is too small or too weak; asserts that there were stops."""
    found = []
    stops = 0
    for _ in range(presses):
        page.keyboard.press("Tab")
        box = page.evaluate(FOCUSED)
        if box is None or box["lines"] != 1:  # a link over two lines has no perimeter to compare with
            continue
        stops += 1
        clip = {
            "x": max(box["x"] - MARGIN, 0),
            "y": max(box["y"] - MARGIN, 0),
            "width": box["width"] + 2 * MARGIN,
            "height": box["height"] + 2 * MARGIN,
        }
        focused = _luminance(page.screenshot(clip=clip))
        page.evaluate(BLUR)
        differs = _contrast(focused, _luminance(page.screenshot(clip=clip))) >= CONTRAST
        wanted = THICK * 2 * (box["width"] + box["height"])
        if differs.sum() < wanted:
            found.append(f"{differs.sum():.0f} of {wanted:.0f} pixels: {box['told']}")
    assert stops > presses // 2
    return found


def _luminance(png: bytes) -> NDArray[np.float64]:
    """Relative luminance (WCAG 2.2) of each pixel, shape (height, width)."""
    channels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.float64) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _contrast(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["answer with its sources open", "faktatjek result", "find result", "sources"])
def test_the_ring_on_the_pages_is_thick_and_differs(browser: Browser, public: Any, state: str, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    STATES[state](page, public.url)
    page.evaluate("scrollTo(0, 0)")
    assert faint(page, 24) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_in_the_widget_is_thick_and_differs(browser: Browser, bot: Any, scheme: Any) -> None:
    with website() as site, klyngebot(bot, rate_per_minute=0, allowed_origins=[site.url]) as bot_url:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        context.add_init_script(OPEN_SHADOW)
        page = context.new_page()
        page.goto(site.put("/", host_page(tag(bot_url))))
        widget: Locator = page.locator("klyngebot-chat")
        widget.locator(".kb-launcher").click()
        widget.locator(".kb-close").focus()
        assert faint(page, 12) == []
        context.close()


def test_a_ring_that_is_too_weak_would_be_seen(browser: Browser, public: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{public.url}/kilder")
    page.add_style_tag(
        content="*:focus-visible { outline: 2px solid #dddddd !important; box-shadow: none !important; }"
    )
    assert len(faint(page, 10)) >= 5
    context.close()
