"""Embedding models: the shipped static model, light; any other through sentence-transformers, heavy."""

from __future__ import annotations

from klyngebot.embedding.static import StaticEmbedder, shipped_model_dir

__all__ = ["StaticEmbedder", "shipped_model_dir"]
