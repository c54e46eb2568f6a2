"""The Danish language: normalizing, splitting into sentences, terms, question types, dates.

Word lists live as plain text files in `danish/data`, one entry or group a line, `#` starts a comment.
"""

from __future__ import annotations
