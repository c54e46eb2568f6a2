"""From hits to an answer: verbatim sentences by default, a grounded language model on request."""

from __future__ import annotations
