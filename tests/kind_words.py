"""Words that nothing says to a candidate about their result, whoever wrote the sentence."""

import re

FORBIDDEN = {
    "en": "fail|diagnos|disorder|personality|weak|poor|rank|percentile|pass mark|talent|compliant"
    "|best answer|right answer|wrong answer|correct answer|better than|worse than|empathic person",
    "fr": "échou|échec|diagnos|trouble|personnalité|faible|classement|centile|mauvais",
    "es": "suspens|fracas|diagn[oó]s|trastorno|personalidad|débil|percentil|peor que|malo",
}


def unkind_words(text: str, language: str) -> list[str]:
    """Those of them that a text begins a word with."""
    return re.findall(rf"\b(?:{FORBIDDEN[language]})\w*", text, re.IGNORECASE)
