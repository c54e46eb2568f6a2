"""CPR numbers in any way of writing them: the day, month and year of birth, and four more digits.

Modulus 11 is no sign: numbers have been given out that do not fulfil it. Replacement numbers have 60 more as the day.
A bare number of ten digits that begin with a date is a CPR number, unless a word before or behind it says what else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from klyngebot.danish.personal_data.plain import Plain, Span, digits, told
from klyngebot.danish.personal_data.spoken import as_digits, spoken_digits
from klyngebot.danish.wordlists import lines

_DAY = r"(?:[06][1-9]|[1278]\d|[39][01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:18|19|20)\d\d"
_BETWEEN = r"(?:\s?[./\-:_]\s?|\s)"  # day, month and year
_GAP = r"[\s./\-:_,;*()\[\]+=|\\~]{0,4}"  # the date and the four digits
_LOOSE = rf"(?:{_DAY}|[1-9]){_BETWEEN}(?P<month>{_MONTH}|[1-9]){_BETWEEN}"
_FOUR = (
    r"(?:\d{4}(?!\d)|(?<!\d)\d\d \d\d(?![ ./-]?\d)|(?<=-)\d\d-\d\d(?![ ./-]?\d)|(?<!\d)\d \d \d \d(?! ?\d)"
    r"|(?<=-)\d[a-zæøå]{2}\d(?!\w))"  # a hospital's replacement number has letters
)
_LIKE_YEAR = r"(?:19|20)(?:0[1-9]|1[0-2])"  # 2012-13 2014 are years, not the 20th of December
_DATE = re.compile(rf"{_DAY}{_MONTH}")
_FORMS = (
    re.compile(rf"(?<!\d){_DAY}(?:{_BETWEEN})?{_MONTH}(?P<turn>(?:{_BETWEEN})?)\d\d(?P<gap>{_GAP}){_FOUR}"),
    re.compile(rf"(?<!\d){_LOOSE}\d\d(?!\d)(?P<gap>{_GAP}){_FOUR}"),
    re.compile(
        rf"(?<!\d)(?:{_DAY}{_MONTH}|(?!{_LIKE_YEAR}){_DAY}{_MONTH}{_BETWEEN}|{_LOOSE}){_YEAR}"
        rf"(?P<gap>(?:{_BETWEEN})?)\d{{4}}(?!\d)"
    ),
    re.compile(rf"(?<!\d){_YEAR}-?{_MONTH}-?{_DAY}(?P<gap>-)\d{{4}}(?!\d)"),
)
# In these only the digits tell: each for itself, in threes, or broken by the end of a line
_SCATTERED = (
    re.compile(r"(?<!\d)\d(?:[\s.\-_/,]{1,3}\d){9}(?![\s.\-/]?\d)"),
    re.compile(r"(?<!\d)\d{3}([ -])\d{3}\1(?:\d{4}|\d\d\1\d\d)(?!\d)"),
    re.compile(r"(?<!\d)\d{1,9}-?\n ?\d{1,9}(?!\d)"),
    re.compile(r"(?<!\d)\d{5}[ -]\d{5}(?!\d)"),
)
_NAMED = re.compile(
    r"(?:cpr|person-?n(?:umme)?r)[a-zæøå]{0,12}[^\w\n]{0,4}(?:(?:er|nr|nummer|no|lyder|hedder)[^\w\n]{0,4}){0,3}"
    r"(\d(?:[\s./\-:_,;*()+=|\\~]{0,3}\d){9}(?!\d))"
)
_SPOKEN = re.compile(r"(?<!\d)\d(?:[\s,.\-]{0,3}\d){9}(?![\s,.\-]{0,3}\d)")
_OTHER_NUMBER = re.compile(rf"(?:^|[^\w])(?:{'|'.join(lines('other_numbers.txt'))})[\s.:#=-]*(?:er )?$")
_CASE_NUMBER = re.compile(r"(?:^|[^\w])(?:j\.? ?-?nr|journaln(?:r|ummer)|isbn|issn|doi)[\s.:#=-]*[\d./-]{0,12}$")
_COUNTED = re.compile(rf"[ ]?(?:{'|'.join(map(re.escape, lines('counted_units.txt')))})(?!\w)")


def cpr_numbers(plain: Plain) -> Iterator[Span]:
    """Where CPR numbers stand; the spans may overlap."""
    for form in _FORMS:
        for match in _each(form, plain.text):
            if not _is_other(plain, match):
                yield plain.span(*match.span())
    for form in _SCATTERED:
        for match in _each(form, plain.text):
            if _begins_with_date(match.group()):
                yield plain.span(*match.span())
    for match in _NAMED.finditer(plain.text):
        yield plain.span(*match.span(1))
    yield from _spoken(plain)


def _spoken(plain: Plain) -> Iterator[Span]:
    """Those with the month or digits as words."""
    words = list(spoken_digits(plain.text))
    if not words:
        return
    read = as_digits(plain, words)
    months = {plain.starts[word.start] for word in words if word.is_month}
    for form in _FORMS[1:3] if months else ():
        for match in _each(form, read.text):
            if match["month"] and read.starts[match.start("month")] in months and not _is_other(read, match):
                yield read.span(*match.span())
    for match in _each(_SPOKEN, read.text):
        start, end = read.span(*match.span())
        named = sum(start <= plain.starts[word.start] < end for word in words if not word.is_month)
        if named > 1 and _begins_with_date(match.group()):
            yield start, end


def _each(form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also those that begin within another one."""
    match = form.search(text)
    while match:
        yield match
        match = form.search(text, match.start() + 1)


def _begins_with_date(text: str) -> bool:
    found = digits(text)
    return len(found) == 10 and bool(_DATE.match(found))


def _is_other(plain: Plain, match: re.Match[str]) -> bool:
    """Whether the words around say that this is another number, or an amount."""
    groups = match.groupdict()
    if told(plain, match.start(), _CASE_NUMBER.search):
        return True
    if "-" in groups["gap"]:
        return False
    turn = groups.get("turn") or ""
    if turn and re.match(_LIKE_YEAR, match.group()) and turn.strip():
        return True
    before = plain.text[match.start() - 1 : match.start()]
    return (
        before == "+"
        or bool(_COUNTED.match(plain.text, match.end()))
        or told(plain, match.start(), _OTHER_NUMBER.search)
    )
