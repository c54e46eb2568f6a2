"""Blocks as light Markdown: the text of a file with the marks of its headings, list items and table rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from klyngebot.loading.blocks import Block, Heading, Passage, one_line


def marked(blocks: Iterable[Block]) -> str:
    r"""A blank line parts blocks, none the items of a list or the rows of a table.

    >>> marked([Heading(1, "Om"), Heading(2, "MADE")])
    '# Om\n\n## MADE'
    """
    return "".join(_written(blocks)).strip()


def _written(blocks: Iterable[Block]) -> Iterator[str]:
    was_tight = False
    for block in blocks:
        line = _line(block)
        if not line:
            continue
        is_tight = isinstance(block, Passage) and block.tight
        yield "\n" if is_tight and was_tight else "\n\n"
        yield line
        was_tight = is_tight


def _line(block: Block) -> str:
    match block:
        case Heading():
            text = one_line(block.text)
            return f"{'#' * block.level} {text}" if text else ""
        case Passage():
            text = " ".join(draft.text for draft in block.drafts)
            if not text or not block.tight:
                return text
            return f"| {text} |" if block.is_row else f"- {text}"
    return ""
