"""Inline Markdown to plain text: emphasis, links, images, code, tags and entities.

Every pattern reads a line in linear time: none has a repeat inside a repeat, and each stops at the next
opening character.
"""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*")
_STRONG_UNDERSCORES = re.compile(r"(?<!\w)__(?=\S)([^_\n]+)(?<=\S)__(?!\w)")
_STARS = re.compile(r"\*(?=[^\s*])([^*\n]+)(?<=\S)\*")
_UNDERSCORES = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]+)(?<=\S)_(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+)(?<=\S)~~")
# Escaped and code characters wait here while the rest is read, each as one private character.
_PRIVATE = 0xF0000


def plain(text: str) -> str:
    r"""The text as a reader of the rendered page sees it.

    >>> plain("Se **vores** [side](https://ufm.dk), `kode_med_streger`, 2 * 3 * 4 &amp; \\*stjerne\\*")
    'Se vores side, kode_med_streger, 2 * 3 * 4 & *stjerne*'
    """
    kept: list[str] = []

    def keep(literal: str) -> str:
        kept.append(literal)
        return chr(_PRIVATE + len(kept) - 1) if len(kept) <= 0xFFFD else literal

    text = "".join(char for char in text if not _PRIVATE <= ord(char) <= _PRIVATE + 0xFFFF)
    text = _CODE.sub(lambda match: keep(match.group(2).strip()), text)
    text = _ESCAPED.sub(lambda match: keep(match.group(1)), text)
    text = _AUTOLINK.sub(lambda match: keep(match.group(1).removeprefix("mailto:")), text)
    for _ in range(2):  # an image inside a link
        text = _IMAGE_OR_LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    for pattern in (_STRONG, _STRONG_UNDERSCORES, _STARS, _UNDERSCORES, _STRUCK, _STRONG):
        text = pattern.sub(r"\1", text)
    text = html.unescape(text)
    return "".join(
        kept[ord(char) - _PRIVATE] if _PRIVATE <= ord(char) < _PRIVATE + len(kept) else char for char in text
    )
