"""Personal data in thousands of made-up numbers, and what only looks like them. The seed is fixed."""

from __future__ import annotations

import calendar
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean
from klyngebot.danish.personal_data import PersonalData, masked

SEED = 20261127
SENTENCES = (
    "{}",
    "Mit CPR-nummer er {}.",
    "cpr:{}",
    "cpr{}x",
    "Hej, jeg hedder Ole ({}), og jeg vil vide, hvad en klynge er.",
    "{}. Hvem udpeger klyngerne?",
    "Kan min ansatte {} komme med i en klynge?",
    "{}\nHvad koster det?",
    "Skriv til {}!",
    "personnummer={};",
)
UNITS = ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"]
TEENS = ["ti", "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"]
TENS = ["ti", "tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"]


def spoken(two: str) -> str:
    """Two digits as a Dane says them."""
    ten, unit = int(two[0]), int(two[1])
    if ten == 0:
        return f"nul {UNITS[unit]}"
    if ten == 1:
        return TEENS[unit]
    return TENS[ten - 1] if unit == 0 else f"{UNITS[unit]}og{TENS[ten - 1]}"


def each(text: str) -> str:
    return " ".join(UNITS[int(char)] for char in text)


def shifted(text: str, zero: str) -> str:
    """The digits of another script, from its zero on."""
    return "".join(chr(ord(zero) + int(char)) if char.isdecimal() else char for char in text)


Form = Callable[[str, str, str, str, str], str]  # day, month, century, year, the four digits
FORMS: dict[str, Form] = {
    "hyphen": lambda d, m, _, y, c: f"{d}{m}{y}-{c}",
    "bare": lambda d, m, _, y, c: f"{d}{m}{y}{c}",
    "blank": lambda d, m, _, y, c: f"{d}{m}{y} {c}",
    "blanks around a hyphen": lambda d, m, _, y, c: f"{d}{m}{y} - {c}",
    "several blanks": lambda d, m, _, y, c: f"{d}{m}{y}   {c}",
    "no-break space": lambda d, m, _, y, c: f"{d}{m}{y}\xa0{c}",
    "thin space": lambda d, m, _, y, c: f"{d}{m}{y}\u2009{c}",
    "tab": lambda d, m, _, y, c: f"{d}{m}{y}\t{c}",
    "line break": lambda d, m, _, y, c: f"{d}{m}{y}\n{c}",
    "line break behind a hyphen": lambda d, m, _, y, c: f"{d}{m}{y}-\n{c}",
    "line break within the date": lambda d, m, _, y, c: f"{d}{m[0]}\n{m[1]}{y}{c}",
    "line break within the digits": lambda d, m, _, y, c: f"{d}{m}{y}{c[0]}\n{c[1:]}",
    "en dash": lambda d, m, _, y, c: f"{d}{m}{y}–{c}",
    "em dash": lambda d, m, _, y, c: f"{d}{m}{y}—{c}",
    "minus": lambda d, m, _, y, c: f"{d}{m}{y}−{c}",
    "figure dash": lambda d, m, _, y, c: f"{d}{m}{y}‒{c}",
    "no-break hyphen": lambda d, m, _, y, c: f"{d}{m}{y}‑{c}",
    "slash": lambda d, m, _, y, c: f"{d}{m}{y}/{c}",
    "dot": lambda d, m, _, y, c: f"{d}{m}{y}.{c}",
    "underscore": lambda d, m, _, y, c: f"{d}{m}{y}_{c}",
    "comma": lambda d, m, _, y, c: f"{d}{m}{y}, {c}",
    "stars": lambda d, m, _, y, c: f"**{d}{m}{y}**-{c}",
    "dotted date": lambda d, m, _, y, c: f"{d}.{m}.{y}-{c}",
    "slashed date": lambda d, m, _, y, c: f"{d}/{m}/{y} {c}",
    "hyphens everywhere": lambda d, m, _, y, c: f"{d}-{m}-{y}-{c}",
    "date with blanks": lambda d, m, _, y, c: f"{d} {m} {y} {c}",
    "day apart": lambda d, m, _, y, c: f"{d} {m}{y} {c}",
    "year apart": lambda d, m, _, y, c: f"{d}{m} {y} {c}",
    "pairs": lambda d, m, _, y, c: f"{d} {m} {y} {c[:2]} {c[2:]}",
    "pairs with hyphens": lambda d, m, _, y, c: f"{d}-{m}-{y}-{c[:2]}-{c[2:]}",
    "six, two, two": lambda d, m, _, y, c: f"{d}{m}{y} {c[:2]} {c[2:]}",
    "threes": lambda d, m, _, y, c: f"{d}{m[0]} {m[1]}{y} {c}",
    "fives": lambda d, m, _, y, c: f"{d}{m}{y[0]} {y[1]}{c}",
    "day and month without nought": lambda d, m, _, y, c: f"{int(d)}/{int(m)}-{y} {c}",
    "four-digit year": lambda d, m, e, y, c: f"{d}.{m}.{e}{y}-{c}",
    "four-digit year with blanks": lambda d, m, e, y, c: f"{d} {m} {e}{y} {c}",
    "four-digit year bare": lambda d, m, e, y, c: f"{d}{m}{e}{y}-{c}",
    "twelve digits": lambda d, m, e, y, c: f"{d}{m}{e}{y}{c}",
    "year first": lambda d, m, e, y, c: f"{e}{y}-{m}-{d}-{c}",
    "month as a word": lambda d, m, e, y, c: f"{int(d)}. {MONTHS[int(m) - 1]} {e}{y} {c}",
    "short month": lambda d, m, _, y, c: f"{int(d)}. {MONTHS[int(m) - 1][:3]}. {y}-{c}",
    "each digit": lambda d, m, _, y, c: " ".join(d + m + y + c),
    "each digit with hyphens": lambda d, m, _, y, c: "-".join(d + m + y + c),
    "each digit with dots": lambda d, m, _, y, c: ".".join(d + m + y + c),
    "each digit, a dash between": lambda d, m, _, y, c: f"{' '.join(d + m + y)} - {' '.join(c)}",
    "fullwidth": lambda d, m, _, y, c: shifted(f"{d}{m}{y}－{c}", "０"),
    "arabic-indic": lambda d, m, _, y, c: shifted(f"{d}{m}{y}-{c}", "٠"),
    "persian": lambda d, m, _, y, c: shifted(f"{d}{m}{y}{c}", "۰"),
    "mathematical": lambda d, m, _, y, c: shifted(f"{d}{m}{y}-{c}", "𝟎"),
    "mixed scripts": lambda d, m, _, y, c: f"{shifted(d, '٠')}{m}{shifted(y, '０')}-{c}",
    "zero-width within": lambda d, m, _, y, c: "\u200b".join(f"{d}{m}{y}-{c}"),
    "joiner and soft hyphen": lambda d, m, _, y, c: f"{d}\u200d{m}{y}\u00ad{c[:2]}\u2060{c[2:]}",
    "bidi marks": lambda d, m, _, y, c: f"\u202e{d}{m}\u202c{y}-\u200f{c}",
    "keycaps": lambda d, m, _, y, c: "".join(f"{char}\ufe0f\u20e3" for char in d + m + y + c),
    "underlined": lambda d, m, _, y, c: "".join(f"{char}\u0332" for char in d + m + y + c),
    "control in words": lambda d, m, _, y, c: f"{d}{m}{y} {spoken(c[:2])} {spoken(c[2:])}",
    "control spelled": lambda d, m, _, y, c: f"{d}{m}{y} {each(c)}",
    "all spelled": lambda d, m, _, y, c: each(d + m + y + c),
    "all spoken": lambda d, m, _, y, c: f"{spoken(d)} {spoken(m)} {spoken(y)}, {spoken(c[:2])} {spoken(c[2:])}",
}


def numbers(random_: random.Random) -> tuple[str, str, str, str, str]:
    """A day that exists, one in ten of a replacement number, and any four digits."""
    year = random_.randint(1900, 2026)
    month = random_.randint(1, 12)
    day = random_.randint(1, calendar.monthrange(year, month)[1])
    plus = 60 if random_.random() < 0.1 else 0
    return f"{day + plus:02}", f"{month:02}", str(year)[:2], str(year)[2:], f"{random_.randint(0, 9999):04}"


@pytest.mark.parametrize("path", ["masked", "cleaned"])
def test_every_cpr_number_of_eleven_thousand_is_hidden(path: str) -> None:
    random_ = random.Random(SEED)
    kept: Counter[str] = Counter()
    examples: list[str] = []
    count = 0
    for name, form in FORMS.items():
        for number in range(190):
            sentence = SENTENCES[number % len(SENTENCES)]
            said = form(*numbers(random_))
            text = sentence.format(said)
            if sentence == "cpr{}x" and not said[-1:].isdecimal():
                text = f"cpr {said} x"
            left, kinds = masked(clean(text) if path == "cleaned" else text)
            count += 1
            if PersonalData.CPR not in kinds or digits_of(left) or set(words_of(left)) & NUMBER_WORDS:
                kept[name] += 1
                examples.append(f"{name}: {text!r} -> {left!r}")
    assert count >= 10_000
    assert not kept, (kept, examples[:40])


NUMBER_WORDS = {"nul", *UNITS[2:], *TEENS} | {f"{unit}og{ten}" for unit in UNITS[1:] for ten in TENS}


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def digits_of(text: str) -> str:
    return "".join(char for char in text if unicodedata.decimal(char, None) is not None)


def amount(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def lookalikes(random_: random.Random) -> Iterator[str]:
    """What stands in texts about firms and policy and is nobody's number."""
    pick = random_.randint
    day, month, year = pick(1, 28), pick(1, 12), pick(1990, 2026)
    iso = f"{year}-{month:02}-{day:02}"
    p_number = f"10{pick(0, 99_999_999):08}"
    yield f"CVR {pick(10_000_000, 99_999_999)}"
    yield f"CVR-nr.: {pick(10, 99)} {pick(10, 99)} {pick(10, 99)} {pick(10, 99)}"
    yield f"P-nummer {p_number}"
    yield f"p-nr. {p_number}"
    yield f"EAN 57980{pick(0, 99_999_999):08}"
    yield f"579000{pick(0, 9_999_999):07}"
    yield f"ring {pick(20, 99)} {pick(10, 99)} {pick(10, 99)} {pick(10, 99)}"
    yield f"+45 {pick(20_000_000, 99_999_999)}"
    yield f"DK{pick(10, 99)} {pick(1000, 9999)} {pick(1000, 9999)} {pick(1000, 9999)} {pick(10, 99)}"
    yield f"lov nr. {pick(1, 1999)} af {day}. {MONTHS[month - 1]} {year}"
    yield f"§ {pick(1, 99)}, stk. {pick(1, 9)}, nr. {pick(1, 30)}, i lov nr. {pick(100, 1999)}"
    yield f"{amount(pick(1_000, 9_999_999_999))} kr."
    yield f"{pick(1, 999)},{pick(10, 99)} mio. kr. i {year} og {pick(1, 999)} mio. kr. i {year + 1}"
    yield f"{pick(1_000_000_000, 3_999_999_999)} kr."
    yield iso
    yield f"{iso} til {year + 1}-{month:02}-{day:02}"
    yield f"{day:02}.{month:02}.{year}-{day:02}.{month:02}.{year + 2}"
    yield f"{iso}T{pick(0, 23):02}:{pick(0, 59):02}:{pick(0, 59):02}"
    yield f"{day:02}-{month:02}-{year} kl. {pick(0, 23):02}.{pick(0, 59):02}"
    yield f"{day}. {MONTHS[month - 1]} {year} fik {pick(2, 5000)} virksomheder støtte"
    yield f"{day}. {MONTHS[month - 1]} {year} {pick(10, 99)} klynger"
    yield f"j.nr. {year}-{pick(1000, 99_999)}"
    yield f"J.nr. {year}-{pick(10, 31)}-{month:02}{pick(10, 99)}-{pick(1000, 9999)}"
    yield f"sagsnr. {pick(10, 26)}/{pick(10_000, 99_999)}"
    yield f"{year}-{year + 3}"
    yield f"{year}-{(year + 1) % 100:02} {year + 1}"
    yield f"{year}/{(year + 1) % 100:02} og {year + 2}"
    yield f"{year}, {year + 1}, {year + 2} og {year + 3}"
    yield f"{year} {year + 1} {year + 2}"
    yield f"s. {pick(1, 999)}-{pick(1000, 1999)}"
    yield f"side {pick(1000, 1999)}-{pick(2000, 2999)} og {pick(3000, 3999)}"
    yield f"{pick(1000, 9990)} {random_.choice(('Odense', 'Aarhus', 'Viby'))}, {pick(1000, 9990)} Tønder"
    yield f"{pick(1, 99)},{pick(0, 9)} procent af {amount(pick(1000, 99_999))} virksomheder"
    yield f"ISBN 978-87-{pick(10, 99)}-{pick(10_000, 99_999)}-{pick(0, 9)}"
    yield f"doi 10.{pick(1000, 9999)}/j.respol.{year}.{month:02}.{pick(1, 999):03}"
    yield f"version {pick(1, 30)}.{pick(1, 12)}.{pick(0, 30)}"
    yield f"{pick(10, 99)} {pick(100, 999)} {pick(100, 999)} {pick(100, 999)} kr."
    yield f"fra {pick(2, 9)} til {pick(10, 99)} klynger, {pick(100, 999)} medlemmer og {pick(1000, 9999)} deltagere"
    yield f"tre, fire eller fem klynger i {year}"


def test_what_only_looks_like_a_cpr_number_is_left() -> None:
    random_ = random.Random(SEED)
    texts_ = [text for _ in range(140) for text in lookalikes(random_)]
    hidden = [text for text in texts_ if PersonalData.CPR in masked(text)[1]]
    assert len(texts_) >= 5_000
    assert len(hidden) <= len(texts_) // 100, hidden[:60]


def iban(random_: random.Random) -> str:
    country, length = random_.choice((("DK", 14), ("NO", 11), ("SE", 20), ("DE", 18), ("GB", 0)))
    account = (
        f"NWBK{random_.randint(0, 10**14 - 1):014}"
        if not length
        else "".join(str(random_.randint(0, 9)) for _ in range(length))
    )
    value = int("".join(str(int(char, 36)) for char in f"{account}{country}00"))
    whole = f"{country}{98 - value % 97:02}{account}"
    return random_.choice(
        (whole, " ".join(whole[place : place + 4] for place in range(0, len(whole), 4)), whole.lower())
    )


def card(random_: random.Random) -> str:
    begins, length = random_.choice((("4", 13), ("4", 16), ("5019", 16), ("52", 16), ("2221", 16), ("36", 14),
                                     ("37", 15), ("6011", 19)))  # fmt: skip
    body = begins + "".join(str(random_.randint(0, 9)) for _ in range(length - len(begins) - 1))
    last = next(str(end) for end in range(10) if luhn(f"{body}{end}"))
    whole = body + last
    return random_.choice((whole, " ".join(whole[place : place + 4] for place in range(0, len(whole), 4)),
                           "-".join(whole[place : place + 4] for place in range(0, len(whole), 4))))  # fmt: skip


def luhn(number: str) -> bool:
    values = [int(char) for char in reversed(number)]
    return (sum(values[::2]) + sum(sum(divmod(2 * value, 10)) for value in values[1::2])) % 10 == 0


def others(random_: random.Random) -> Iterator[tuple[PersonalData, str]]:
    """Personal data of the other kinds, each in one of its ways."""
    pick, choice = random_.randint, random_.choice
    a, b, c, d = (f"{pick(20, 99)}", *(f"{pick(0, 99):02}" for _ in range(3)))
    name = choice(("ole", "søren.østergård", "a-b_c", "info+klynge", "o'neil", "x9"))
    host = choice(("firma.dk", "sub.domæne.dk", "kommune-x.eu", "a.b.co.uk"))
    yield PersonalData.EMAIL, choice((f"skriv til {name}@{host}.", f"<{name}@{host}>", f"mailto:{name}@{host}",
                                      f"{name} (at) {host}", f"{name} snabel-a {host}",
                                      f"{name}[at]firma[dot]dk"))  # fmt: skip
    yield PersonalData.PHONE, choice((f"+45 {a} {b} {c} {d}", f"+45{a}{b}{c}{d}", f"0045 {a}{b} {c}{d}",
                                      f"(+45) {a}{b}{c}{d}", f"+45-{a}-{b}-{c}-{d}"))  # fmt: skip
    yield PersonalData.PHONE, choice((f"ring {a}{b}{c}{d}", f"{a} {b} {c} {d}", f"{a}.{b}.{c}.{d}", f"{a}-{b}-{c}-{d}",
                                      f"tlf. {a}{b}-{c}{d}", f"mobil: {a}{b} {c}{d}", f"Tlf.nr. {a}{b}.{c}{d}",
                                      f"mit nummer er {a} {b}{c[0]} {c[1]}{d}", f"{a}{b}{c}{d}"))  # fmt: skip
    yield PersonalData.PHONE, choice(("+46 70 123 45 67", "+44 20 7946 0958", "0047 22 33 44 55", "+1 (212) 555-0100"))
    branch, own = f"{pick(1, 9999):04}", "".join(str(pick(0, 9)) for _ in range(pick(6, 10)))
    yield PersonalData.ACCOUNT, choice((f"reg.nr. {branch} kontonr. {own}", f"Reg. nr.: {branch}, Kontonummer: {own}",
                                        f"konto {branch} {own}", f"kontonr. {branch}-{own}", f"min konto er {own}",
                                        f"{branch}-{own:0>10}", f"{branch} {own:0>10}",
                                        f"overfør til {branch} {own}"))  # fmt: skip
    yield PersonalData.IBAN, f"{choice(('', 'IBAN: ', 'min iban er '))}{iban(random_)}"
    yield PersonalData.CARD, f"{choice(('', 'kortnummer ', 'Dankort: '))}{card(random_)}"
    passport = pick(200_000_000, 299_999_999)
    yield PersonalData.PASSPORT, choice((f"pasnummer {passport}", f"pas nr. {passport}", f"Mit pasnr. er {passport}",
                                         f"passport no. X{pick(10**7, 10**8 - 1)}"))  # fmt: skip


def test_the_other_kinds_are_hidden_in_ninety_nine_of_a_hundred() -> None:
    random_ = random.Random(SEED)
    made = [pair for _ in range(260) for pair in others(random_)]
    # Masked as another kind is hidden too
    missed = [(kind, text, masked(text)[0]) for kind, text in made if len(digits_of(masked(text)[0])) > 4]
    missed += [(kind, text, text) for kind, text in made if not masked(text)[1]]
    named = sum(kind in masked(text)[1] for kind, text in made)
    assert len(made) >= 2_000
    assert len(missed) <= len(made) // 100, missed[:40]
    assert named >= 0.95 * len(made)
