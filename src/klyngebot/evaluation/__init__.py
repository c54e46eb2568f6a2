"""Measuring klyngebot: gold questions in, scores per group out. Undefined is NaN, never zero."""

from __future__ import annotations
