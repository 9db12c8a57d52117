"""Packages written by hand: one item of every kind that a bank knows, in two spellings."""

import zipfile
from pathlib import Path

V2 = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
V3 = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def item(identifier, body, declared="", *, rules=MATCH, more="", attributes=""):
    """One item, version 2.1."""
    processing = f'<responseProcessing template="{rules}"/>' if rules else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem {V2} identifier="{identifier}" title="Scene {identifier}" adaptive="false"
  timeDependent="false" xml:lang="en" {attributes}>
{declared}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody>{body}</itemBody>
{processing}{more}
</assessmentItem>"""


def declare(values=(), cardinality="single", base="identifier", mapping=""):
    listed = "".join(f"<value>{one}</value>" for one in values)
    correct = f"<correctResponse>{listed}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" '
        f'baseType="{base}">{correct}{mapping}</responseDeclaration>'
    )


def mapped(values, attributes=""):
    entries = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in values.items())
    return f"<mapping {attributes}>{entries}</mapping>"


TEXTS = {
    "A": "Call her today with the new date.",
    "B": "Wait until she asks about it.",
    "C": "Send a short note about the delay.",
    "D": "Tell her that the supplier is late.",
}
STEM = "<p>Ines was promised a table for Friday.</p><p>It comes on Wednesday.</p>"


def choices(name="simpleChoice", attributes=""):
    return "".join(
        f'<{name} identifier="{one}" {attributes}>{text}</{name}>' for one, text in TEXTS.items()
    )


def choice(most=1, least=0, prompt="Which response is best?", inside=None):
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}" '
        f'minChoices="{least}"><prompt>{prompt}</prompt>{inside or choices()}</choiceInteraction>'
    )


PICK = item("pick", STEM + choice(), declare(["A"]))
SEVERAL = item("several", STEM + choice(most=2, least=2), declare(["A", "C"], "multiple"))
ORDER = item(
    "order",
    STEM
    + '<orderInteraction responseIdentifier="RESPONSE" shuffle="true">'
    + f"<prompt>Best first.</prompt>{choices()}</orderInteraction>",
    declare(["A", "C", "D", "B"], "ordered"),
)
STEPS = {"S1": "Very bad", "S2": "Rather bad", "S3": "Rather good", "S4": "Very good"}


def grid(rows, columns, prompt="How good is each?", most=0, limit=0):
    first = "".join(
        f'<simpleAssociableChoice identifier="{k}" matchMax="1">{v}</simpleAssociableChoice>'
        for k, v in rows.items()
    )
    second = "".join(
        f'<simpleAssociableChoice identifier="{k}" matchMax="{most}">{v}</simpleAssociableChoice>'
        for k, v in columns.items()
    )
    return (
        f'<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{limit}">'
        f"<prompt>{prompt}</prompt><simpleMatchSet>{first}</simpleMatchSet>"
        f"<simpleMatchSet>{second}</simpleMatchSet></matchInteraction>"
    )


GRID = item(
    "grid",
    STEM + grid(TEXTS, STEPS),
    declare(["A S4", "B S1", "C S3", "D S2"], "multiple", "directedPair"),
)
ENDS = item(
    "ends",
    STEM + grid(TEXTS, {"MOST": "Most effective", "LEAST": "Least effective"}, most=1),
    declare(["A MOST", "B LEAST"], "multiple", "directedPair"),
)
RUBRIC = (
    '<rubricBlock view="scorer"><p>1: Blames somebody.</p><p>3: Names the date.</p>'
    "<p>5: Names the date and a way out.</p></rubricBlock>"
)
OPEN = item(
    "open",
    RUBRIC
    + STEM
    + '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="900">'
    + "<prompt>What do you write to her?</prompt></extendedTextInteraction>",
    declare([], base="string"),
    rules="",
)
ITEMS = {"pick": PICK, "several": SEVERAL, "order": ORDER, "grid": GRID, "ends": ENDS, "open": OPEN}


def manifest(files, more="", version="2p1"):
    listed = "".join(
        f'<resource identifier="R{n}" type="imsqti_item_xmlv{version}" href="{file}">'
        f'<file href="{file}"/></resource>'
        for n, file in enumerate(files)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M">
<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>
<organizations/>
<resources>{listed}{more}</resources>
</manifest>"""


def write(path: Path, items=ITEMS, more="", files=None, version="2p1") -> Path:
    """A package of these items, by their names; ``files`` are other files in it, by path."""
    named = {f"items/{name}.xml": text for name, text in items.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("imsmanifest.xml", manifest(named, more, version))
        for name, content in {**named, **(files or {})}.items():
            parts.writestr(name, content)
    return path
