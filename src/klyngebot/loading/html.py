"""HTML: the article without menus and footers, with its headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from klyngebot.danish.dates import is_iso_date
from klyngebot.loading.blocks import Block, Heading, prose, row
from klyngebot.loading.files import foreign_document, parsing, read_text
from klyngebot.loading.front_matter import is_web_address
from klyngebot.loading.marked import marked
from klyngebot.types import Document

SHORT_ARTICLE = 250  # characters; below this trafilatura gives up on structure, and the page is read as it stands

# Tags of HTML and of trafilatura's own tree.
_HEADING = re.compile(r"h[1-6]|head")
_ITEM = re.compile(r"li|item|dt|dd")
_ROW = re.compile(r"tr|row")
_CELL = re.compile(r"td|th|cell")
_BREAK = re.compile(r"br|lb")
_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|hi|i|ins|kbd|mark|q|ref|s|samp|small|span|strike|strong|sub|sup|"
    r"time|tt|u|var|wbr"
)
_SKIPPED = re.compile(
    r"aside|audio|button|canvas|dialog|footer|form|graphic|header|iframe|img|input|math|nav|noscript|object|script|"
    r"select|style|svg|template|textarea|title|video"
)


class HtmlLoader:
    """Reads `.html` files."""

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def load(self, path: Path, name: str) -> Document:
        """The document; title, publisher, date and address come from the page's metadata."""
        source = read_text(path, name, is_html=True)
        with parsing(name, "Websiden"):
            blocks, metadata = _read(source)
        top = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
        published, url = str(metadata.date or ""), str(metadata.url or "")
        return foreign_document(
            name,
            blocks,
            title=top[0] if len(top) == 1 else str(metadata.title or ""),
            publisher=str(metadata.sitename or ""),
            published=published if is_iso_date(published) else "",
            original_url=url if is_web_address(url) else "",
        )

    def marked(self, path: Path, name: str) -> str:
        """Its text in Markdown."""
        source = read_text(path, name, is_html=True)
        with parsing(name, "Websiden"):
            blocks, _ = _read(source)
        return marked(blocks)


def _read(source: str) -> tuple[list[Block], Any]:
    """The blocks of a page, and what it says about itself."""
    import lxml.html
    import trafilatura

    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree = lxml.html.document_fromstring(source.encode(), parser=parser)
    page = list(_blocks(_main_part(tree)))
    metadata = trafilatura.extract_metadata(tree, extensive=False)
    article = trafilatura.bare_extraction(tree, include_comments=False)
    blocks = page
    if article is not None and len("".join(article.body.itertext())) >= SHORT_ARTICLE:
        blocks = list(_blocks(article.body))
    return blocks, metadata


def _main_part(tree: Any) -> Any:
    for tag in ("article", "main", "body"):
        found = tree.findall(f".//{tag}")
        if len(found) == 1:
            return found[0]
    return tree


def _blocks(tree: Any) -> Iterator[Block]:
    walk = _Walk()
    yield from walk.through(tree)
    yield from walk.flush()


class _Walk:
    """A walk through a tree of elements that gathers running text and yields it block by block."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._in_item = False

    def through(self, element: Any) -> Iterator[Block]:
        self._text.append(element.text or "")
        for child in element:
            tag = _tag(child)
            if tag and not _is_hidden(child, tag):
                yield from self._into(child, tag)
            self._text.append(child.tail or "")

    def flush(self) -> Iterator[Block]:
        text = "".join(self._text)
        self._text = []
        if text.strip():
            yield prose(text, tight=self._in_item)

    def _into(self, element: Any, tag: str) -> Iterator[Block]:
        if _BREAK.fullmatch(tag):
            self._text.append(" ")
        elif _INLINE.fullmatch(tag):
            yield from self.through(element)
        elif _HEADING.fullmatch(tag):
            yield from self.flush()
            level = (element.get("rend") or tag)[-1]
            yield Heading(int(level) if level in "123456" else 2, "".join(element.itertext()))
        elif _ROW.fullmatch(tag):
            yield from self.flush()
            yield row("".join(cell.itertext()) for cell in element if _CELL.fullmatch(_tag(cell)))
        else:
            yield from self.flush()
            outside, self._in_item = (
                self._in_item,
                bool(_ITEM.fullmatch(tag)) or (self._in_item and tag in ("p", "div")),
            )
            yield from self.through(element)
            yield from self.flush()
            self._in_item = outside


def _tag(element: Any) -> str:
    """The element's tag; empty for comments and the like."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _is_hidden(element: Any, tag: str) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    return (
        _SKIPPED.fullmatch(tag) is not None
        or (tag == "head" and element.get("rend") is None)
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )
