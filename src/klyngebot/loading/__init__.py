"""Reading documents: Klyngebot's own corpus, and users' files in five formats.

- `load_documents` reads a file or a folder and reports what it could not read; `load_document` reads one file, or
  raises; `load_marked` reads the text of one to be checked.
- `LOADERS` has one loader a format, all of the shape `klyngebot.protocols.Loader`; to read a new format,
  write a module beside `text` and add its loader there.

Each loader yields blocks (`blocks`), which are laid out as plain text with exact offsets. The corpus form is
in `markdown`, `front_matter` and `footnotes`; what may be read at all is in `files`.
"""

from __future__ import annotations

from klyngebot.loading.folder import (
    LOADERS,
    LoadReport,
    Skipped,
    load_document,
    load_documents,
    load_marked,
    with_free_id,
)

__all__ = ["LOADERS", "LoadReport", "Skipped", "load_document", "load_documents", "load_marked", "with_free_id"]
