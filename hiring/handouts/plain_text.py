"""A form as plain text: for screen readers, braille displays and whoever reads aloud.

One scenario after another, one thought a line, no drawing with characters. Headings are lines of
their own between blank lines; every response begins with its letter.
"""

from collections.abc import Iterator

from hiring.handouts.form_text import FormPart, FormText


def render_plain_text(form: FormText) -> str:
    """The form as text with line ends that every editor reads."""
    blocks = ["\n".join([form.title, "", *form.opening_words])]
    blocks += ["\n".join(_lines(part)) for part in form.parts]
    return "\n\n\n".join(blocks) + "\n"


def _lines(part: FormPart) -> Iterator[str]:
    yield from (f"{part.heading}: {part.title}", "", part.scene, "")
    for paragraph in part.stem:
        yield from (paragraph, "")
    yield from (part.question, part.how)
    yield from (f"{number} = {words}" for number, words in enumerate(part.steps, start=1))
    if part.options:
        yield ""
    yield from (f"{option.letter}. {option.text}" for option in part.options)
