"""No page, in whatever state, has anything that axe-core finds fault with: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.serving.public.axe import STATES, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)], ids=str)
def context(browser: Browser, request: Any) -> Iterator[BrowserContext]:
    theme, width = request.param
    made = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, locale="da-DK", bypass_csp=True
    )
    made.route("**/*.js", lambda route: route.abort())  # the pages as they are without script
    yield made
    made.close()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(context: BrowserContext, public: Any, state: str) -> None:
    page = context.new_page()
    STATES[state](page, public.url)
    found = violations(page)
    page.close()
    assert found == []
