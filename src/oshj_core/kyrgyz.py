"""The Kyrgyz language where software meets it: order, search, input, dates and numbers.

Neither Python's ``sorted`` nor the browser knows Kyrgyz (ң ө ү come last, Ё first, no
month names), so everything here is done on the server and needs the standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from oshj_core.errors import Invalid
from oshj_core.text import text

ALPHABET = "АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
WEEKDAYS = ("дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби")

_POSSESSIVE_MONTHS = (
    "январы", "февралы", "марты", "апрели", "майы", "июну",
    "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
)  # fmt: skip
_SHORT_WEEKDAYS = ("Дш", "Шш", "Шр", "Бш", "Жм", "Иш", "Жш")

# Letters that look like a Kyrgyz one and turn up in its place in real lists.
_LOOKALIKES = str.maketrans("ѲѳƟɵӉӊӇӈҰұ", "ӨөӨөҢңҢңҮү")
# Latin letters whose capital looks like a Cyrillic capital; small letters follow their capitals.
_LATIN_TWINS = "ABCEËHKMOPTXY"
_CYRILLIC_TWINS = "АВСЕЁНКМОРТХУ"
_TWINS = str.maketrans(
    _LATIN_TWINS + _LATIN_TWINS.lower(), _CYRILLIC_TWINS + _CYRILLIC_TWINS.lower()
)
# The letters of Uzbek names stand behind the letter they are made from.
_WITH_UZBEK_LETTERS = (
    ALPHABET.replace("Г", "ГҒ").replace("К", "КҚ").replace("У", "УЎ").replace("Х", "ХҲ")
)


def _make_sort_table() -> dict[int, int]:
    """Each letter's place: signs and digits keep theirs, then Latin, Kyrgyz, other letters."""
    table = {code: ord(chr(code).lower()[0]) for code in range(0x400, 0x530)}
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if "a" <= base <= "z":
            table[code] = 0x100 + ord(base)
    for place, letter in enumerate(_WITH_UZBEK_LETTERS, start=0x200):
        table[ord(letter)] = table[ord(letter.lower())] = place
    for odd, letter_code in _LOOKALIKES.items():
        table[odd] = table[letter_code]
    return table


_SORT_TABLE = _make_sort_table()
_DIGITS = re.compile("[0-9]+")


def _natural(run: re.Match[str]) -> str:
    """A run of digits, its length first, so that 9 stands before 10."""
    digits = run.group().lstrip("0")
    return chr(0x30 + min(len(digits), 0x80)) + digits


def sort_key(value: str) -> str:
    """The key by which ``value`` is sorted: Kyrgyz alphabet, no case, numbers by their size.

    >>> sorted(["Өмүров", "Оморов", "Ёлкин", "Үсөнова", "Ажибеков", "Усенов"], key=sort_key)
    ['Ажибеков', 'Ёлкин', 'Оморов', 'Өмүров', 'Усенов', 'Үсөнова']
    >>> sorted(["АУБ-10-24", "АУБ-2-24", "ITB-1-24", "аубай"], key=sort_key)
    ['ITB-1-24', 'АУБ-2-24', 'АУБ-10-24', 'аубай']
    """
    key = unicodedata.normalize("NFC", value).translate(_SORT_TABLE)
    return _DIGITS.sub(_natural, key)


_FOLDED = str.maketrans("ңӊӈөѳɵүұё", "ннноооууе")


def fold(value: str) -> str:
    """``value`` as it is searched for: a keyboard without ң ө ү still finds the name.

    >>> fold("  Өмүрбек  ҮСӨН кызы ")
    'омурбек усон кызы'
    >>> fold("Ёлкин") == fold("елкин")
    True
    """
    folded = unicodedata.normalize("NFC", value.casefold()).translate(_FOLDED)
    return " ".join(folded.split())


_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def _repair_word(match: re.Match[str]) -> str:
    """A Cyrillic word whose every Latin letter has a Cyrillic twin gets the twins."""
    word = match.group()
    if word.isascii() or not _CYRILLIC.search(word):
        return word
    repaired = word.translate(_TWINS)
    return word if _LATIN.search(repaired) else repaired


def _drop_invisible(value: str) -> str:
    """White space as spaces; control, format (so also bidi) and surrogate characters gone."""
    return "".join(
        " " if char.isspace() else char
        for char in value
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )


def normalise(value: str) -> str:
    """One line of input as it is stored: NFC, one spelling of each letter, single spaces.

    Latin letters are replaced only in a word that is otherwise Cyrillic, and only if all of
    them have a Cyrillic look-alike; Latin words stay as they are.

    >>> normalise(" Aсaнoв\\u00a0 Ѳмӊр\\u202e ")
    'Асанов Өмңр'
    >>> normalise("Windows XP, IT-компания")
    'Windows XP, IT-компания'
    """
    if not value.isprintable():
        value = _drop_invisible(value)
    letters = unicodedata.normalize("NFC", value).translate(_LOOKALIKES)
    repaired = unicodedata.normalize("NFC", _WORD.sub(_repair_word, letters))
    return " ".join(repaired.split())


def normalise_lines(value: str) -> str:
    """Input of several lines: each line as :func:`normalise` stores it, joined by ``\\n``.

    >>> normalise_lines(" Биринчи  сап \\r\\n\\r\\n экинчи ")
    'Биринчи сап\\n\\nэкинчи'
    """
    return "\n".join(normalise(line) for line in value.splitlines()).strip("\n")


def format_date(day: date) -> str:
    """The day as ``дд.мм.жжжж``.

    >>> format_date(date(2026, 11, 3))
    '03.11.2026'
    """
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def format_long_date(day: date) -> str:
    """The day as documents write it.

    >>> format_long_date(date(2026, 11, 23))
    '2026-жылдын 23-ноябры'
    """
    return f"{day.year}-жылдын {day.day}-{_POSSESSIVE_MONTHS[day.month - 1]}"


def month_short(day: date) -> str:
    """The month in three letters.

    >>> month_short(date(2026, 11, 23))
    'ноя'
    """
    return _SHORT_MONTHS[day.month - 1]


def weekday_name(day: date) -> str:
    """The week day in full, in small letters.

    >>> weekday_name(date(2026, 11, 23))
    'дүйшөмбү'
    """
    return WEEKDAYS[day.weekday()]


def weekday_short(day: date) -> str:
    """The week day in two letters.

    >>> weekday_short(date(2026, 11, 28))
    'Иш'
    """
    return _SHORT_WEEKDAYS[day.weekday()]


_SHORT_MONTHS = (
    *("янв", "фев", "мар", "апр", "май", "июн"),
    *("июл", "авг", "сен", "окт", "ноя", "дек"),
)
_DOTTED_DATE = re.compile("(?P<day>[0-9]{1,2})[.](?P<month>[0-9]{1,2})[.](?P<year>[0-9]{4})")
_ISO_DATE = re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def parse_date(value: str, *, place: str = "") -> date:
    """The day written as ``23.11.2026`` (or ``2026-11-23``, as machines write it).

    Raises :class:`~oshj_core.errors.Invalid`, naming ``place``, for anything else.

    >>> parse_date(" 5.09.2025 ")
    datetime.date(2025, 9, 5)
    """
    written = value.strip()
    match = _DOTTED_DATE.fullmatch(written) or _ISO_DATE.fullmatch(written)
    if match is None:
        raise Invalid(
            text("“${value}” is not a date", value=value),
            place=place,
            advice=text("Write the date as day.month.year, for example 23.11.2026."),
        )
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise Invalid(
            text("There is no such day: ${value}", value=value),
            place=place,
            advice=text("Check the day and the month."),
        ) from error


_MAX_DIGITS = 18
_EXACT = Context(prec=60)


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """The number with a decimal comma and no-break spaces between the thousands.

    ``places`` rounds half up to so many decimals; without it all decimals are shown.
    Raises :class:`ValueError` for a number that is not finite.

    >>> format_number(Decimal("1234567.885"), 2).replace("\\u00a0", " ")
    '1 234 567,89'
    >>> format_number(-12)
    '-12'
    """
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"not a finite number: {number}")
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_EXACT)
    if number.is_zero():
        number = number.copy_abs()
    return f"{number:,f}".translate({ord(","): "\u00a0", ord("."): ","})


_NUMBER = re.compile(
    "(?P<sign>[+\u2212-]?)"
    "(?P<whole>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)"
    "(?:[.,](?P<decimals>[0-9]+))?"
)
_SPACES = re.compile("[ \u00a0\u202f]")


def parse_decimal(value: str, places: int | None = None, *, place: str = "") -> Decimal:
    """The number written with a comma or a point and, if at all, spaces between thousands.

    At most ``places`` decimals and 18 digits are taken; no exponent, no infinity.
    Raises :class:`~oshj_core.errors.Invalid`, naming ``place``, for anything else.

    >>> parse_decimal("3,33"), parse_decimal("3.33"), parse_decimal("1 234,5")
    (Decimal('3.33'), Decimal('3.33'), Decimal('1234.5'))
    """
    match = _NUMBER.fullmatch(value.strip())
    if match is None:
        raise Invalid(
            text("“${value}” is not a number", value=value),
            place=place,
            advice=text("Write the number with digits and a comma, for example 3,33."),
        )
    whole, decimals = _SPACES.sub("", match["whole"]), match["decimals"] or ""
    if len(whole) + len(decimals) > _MAX_DIGITS:
        raise Invalid(text("The number has too many digits"), place=place)
    if places is not None and len(decimals) > places:
        raise Invalid(
            text("The number has more than ${places} decimals", places=places), place=place
        )
    sign = "-" if match["sign"] in ("-", "\u2212") else ""
    return Decimal(f"{sign}{whole}.{decimals}")
