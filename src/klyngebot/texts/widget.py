"""The words of the widget and of the script on the public pages, by the names that the scripts know them under."""

from __future__ import annotations

WORDS: dict[str, str] = {}
