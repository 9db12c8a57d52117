"""Words of a package that say how to rate an open answer."""

import re
from collections.abc import Iterable

from hiring.banks.blanks import blank
from hiring.banks.qti.prose import BULLET

_LEVEL = re.compile(
    rf"^(?:{BULLET})?([0-9]{{1,3}})\s*(?:points?|marks?)?\s*[:=|.)\N{{EN DASH}}-]\s*(\S.*)$"
)
_HINTS = {
    "weak": blank("what an answer worth 1 of 5 does"),
    "fair": blank("what an answer worth 3 of 5 does"),
    "strong": blank("what an answer worth 5 of 5 does"),
}


def anchors_from(texts: Iterable[str]) -> dict[str, str]:
    """Anchors for a criterion: the lowest, the middle and the highest level of a rubric.

    Args:
        texts: The rubrics. A level is a line that starts with its number, such as "2: Explains."

    Returns:
        Marks to fill in where the rubrics hold no such lines. With two levels the middle is one.
    """
    lines = (line for text in texts for line in text.splitlines())
    found = [match for line in lines if (match := _LEVEL.match(line))]
    levels = [text for _, text in sorted({int(one[1]): one[2] for one in found}.items())]
    if len(levels) < 2:  # noqa: PLR2004 - one level tells nobody apart
        return dict(_HINTS)
    middle = levels[len(levels) // 2] if len(levels) % 2 else _HINTS["fair"]
    return {"weak": levels[0], "fair": middle, "strong": levels[-1]}
