"""No page, in whatever state, has anything that axe-core finds fault with: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.serving.public.axe import STATES, violations

pytestmark = pytest.mark.browser
LOOKS = tuple(product((1280, 320), ("light", "dark")))


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="da-DK", bypass_csp=True)
    made.route("**/*.js", lambda route: route.abort())  # the pages as they are without script
    yield made
    made.close()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(context: BrowserContext, public: Any, state: str) -> None:
    page = context.new_page()
    STATES[state](page, public.url)
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        found += [f"{width} {theme}: {line}" for line in violations(page)]
    page.close()
    assert found == []
