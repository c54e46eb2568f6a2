"""Static files: named by their content, checked by their hash, and joined from parts."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

import pytest

from klyngebot.serving.public import assets


@pytest.mark.parametrize("name", sorted(assets.BUNDLES))
def test_every_bundle_has_an_address_that_the_door_lets_through(name: str) -> None:
    assert assets.DOOR.path.fullmatch(assets.asset_url(name))
    assert assets.integrity(name) == f"sha384-{b64encode(sha384(assets.content(name)).digest()).decode()}"
    assert gzip.decompress(assets.asset(name).packed) == assets.content(name)


def test_another_content_has_another_address() -> None:
    one, other = (assets.Asset("page.css", text, b"") for text in (b"a", b"b"))
    assert one.url != other.url
    assert one.integrity != other.integrity


def test_a_name_that_is_no_bundle_is_an_error() -> None:
    with pytest.raises(KeyError):
        assets.asset("../settings.py")


def test_a_script_is_closed_off_and_knows_its_words_and_styles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("const A = 1;\n", encoding="utf-8")
    (tmp_path / "b.js").write_text("const B = A + 1;\n", encoding="utf-8")
    (tmp_path / "s.css").write_text('p::before { content: "æ"; }\n', encoding="utf-8")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    monkeypatch.setattr(assets, "BUNDLES", {"made.js": ("s.css", "a.js", "b.js")})
    monkeypatch.setattr(assets, "WORDS", {"ready": "Svaret er klar. »</script>«"})
    script = assets._joined("made.js")
    assert script.startswith('(() => { "use strict";')
    assert script.rstrip().endswith("})();")
    assert json.loads(re.search("const WORDS = (.*);", script)[1]) == {"ready": "Svaret er klar. »</script>«"}
    assert json.loads(re.search("const STYLE = (.*);", script)[1]) == 'p::before { content: "æ"; }\n'
    assert script.index("const A") < script.index("const B")
