"""The fields at the head of a corpus document."""

from __future__ import annotations

import pytest

from klyngebot.errors import DocumentError
from klyngebot.loading.front_matter import FrontMatter, split_front_matter
from klyngebot.types import DocumentKind

FIELDS = {"id": "a-1", "title": "T", "publisher": "P", "published": "2013", "kind": "strategi"}


def source(**changes: str | None) -> str:
    fields = {key: value for key, value in (FIELDS | changes).items() if value is not None}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\nTekst.\n"


def read(**changes: str | None) -> FrontMatter:
    front, _, _ = split_front_matter(source(**changes), "a.md")
    assert front is not None
    return front


def test_only_the_needed_fields_give_a_document_with_defaults():
    assert read() == FrontMatter("a-1", "T", "P", "2013", DocumentKind.STRATEGY)


def test_the_text_below_and_the_lines_above_it_are_returned():
    _, body, above = split_front_matter(source(), "a.md")
    assert (body, above) == ("Tekst.\n", 7)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2013", "2013"),
        ("2013-04", "2013-04"),
        ("2013-04-30", "2013-04-30"),
        ('"2013-04-30"', "2013-04-30"),
        ("2013-04-30 10:00:00", "2013-04-30"),
    ],
)
def test_dates_keep_the_precision_they_are_written_with(written, read_as):
    assert read(published=written).published == read_as


@pytest.mark.parametrize("written", ["30. april 2013", "2013-13", "2013-02-30", "13", "true", "[2013]", "2013-4"])
def test_other_dates_are_refused_with_an_example(written):
    with pytest.raises(DocumentError, match="dato"):
        read(published=written)


@pytest.mark.parametrize("written", ["open", "åben", None])
def test_an_open_end_is_an_empty_date(written):
    assert read(valid_from="2012", valid_to=written).valid_to == ""


@pytest.mark.parametrize(
    ("changes", "problem", "line"),
    [
        ({"id": "Ærø"}, "»id« er", 2),
        ({"title": None}, "»title« mangler", 1),
        ({"publisher": '""'}, "»publisher« mangler", 4),
        ({"kind": "roman"}, "»roman« er ukendt", 6),
        ({"rendition": "ja"}, "true eller false", 7),
        ({"original_url": "ftp://x.dk"}, "webadresse", 7),
        ({"original_url": "https://"}, "webadresse", 7),
        ({"language": "dansk"}, "»dansk«", 7),
        ({"forfatter": "X"}, "»forfatter« er ukendt", 7),
        ({"valid_from": "2016", "valid_to": "2015-12"}, "før", 8),
        ({"title": "[a, b]"}, "ikke en tekst", 3),
    ],
)
def test_a_wrong_field_is_refused_with_its_line(changes, problem, line):
    with pytest.raises(DocumentError, match=problem) as caught:
        read(**changes)
    assert caught.value.line == line
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "---\nid: a\ntitle: b: c\n---\n",
        "---\nid: a\n",
        "---\nid: [[[[\n---\n",
        "---\nid: &a [*a]\n---\n",
        "---\nid: !!python/object:os.system a\n---\n",
        "---\n? [a]\n: b\nid: 1\n---\n",
        "---\nid: a\n" + "x: " + "[" * 3000 + "\n---\n",
    ],
    ids=["colon", "no-end", "brackets", "recursive", "tag", "odd-key", "deep"],
)
def test_broken_yaml_is_refused_and_never_runs_anything(text):
    with pytest.raises(DocumentError):
        split_front_matter(text, "a.md")


def test_text_without_front_matter_comes_back_whole():
    assert split_front_matter("# T\n", "a.md") == (None, "# T\n", 0)
