"""A small bank with every format, written to disk, and a way to spoil it in one place."""

from pathlib import Path

# id, format, cluster, what else the item says, the key, the facets
SCENARIOS = [
    ("practice-size", "rate_each", None, "", None, None),
    (
        "late-parts",
        "rate_each",
        "delivering",
        "",
        'method = "half_credit"\nratings = { a = 4, b = 1, c = 3, d = 2 }',
        "ownership = 1.0, listening = 0.5",
    ),
    (
        "wrong-bill",
        "best_worst",
        "responding",
        "",
        'method = "best_worst"\nbest = "a"\nworst = "d"',
        "listening = 1.0",
    ),
    (
        "long-queue",
        "rank_all",
        "delivering",
        "",
        'method = "footrule"\norder = ["c", "a", "b", "d"]',
        "ownership = 1.0",
    ),
    (
        "lost-order",
        "pick_best",
        "responding",
        "",
        'method = "weights"\nweights = { a = 0.0, b = 0.5, c = 0.0, d = 1.0 }',
        "listening = 1.0",
    ),
    (
        "two-steps",
        "pick_n",
        "delivering",
        "choose = 2",
        'method = "members"\nmembers = ["a", "d"]',
        "ownership = 1.0",
    ),
    (
        "short-call",
        "emotion_mcq",
        "responding",
        "",
        'method = "weights"\nweights = { a = 0.0, b = 1.0, c = 0.0, d = 0.0 }',
        "listening = 1.0",
    ),
    (
        "own-words",
        "open_text",
        None,
        "max_words = 150",
        'method = "human_rating"',
        "self-awareness = 1.0",
    ),
]
FACETS = ["listening", "ownership", "self-awareness"]
OPTIONS = {
    "a": "Call today and explain.",
    "b": "Wait for the date.",
    "c": "Ask what is urgent.",
    "d": "Send the terms again.",
}

BANK_HEAD = """\
schema = 1
id = "small-bank"
version = "1.0.0"
title = "A small bank"
language = "en"
intended_use = "For tests."
not_for = "For people."
supervision = "open"
comparable_with = []
response_scale = ["Very bad", "Rather bad", "Rather good", "Very good"]

[[facets]]
id = "listening"
name = "Listening"
definition = "Hears what is said."
[[facets]]
id = "ownership"
name = "Ownership"
definition = "Stays responsible."
[[facets]]
id = "self-awareness"
name = "Self-awareness"
definition = "Knows own reactions."

[[clusters]]
id = "responding"
name = "Responding"
facets = ["listening"]
[[clusters]]
id = "delivering"
name = "Delivering"
facets = ["ownership"]

[[forms]]
id = "standard"
title = "Standard form"
practice = "practice-size"
scenarios = ["late-parts", "wrong-bill", "long-queue", "lost-order", "two-steps", "short-call"]
"""

KEY_HEAD = """\
bank = "small-bank"
version = "1.0.0"
key_version = "1"
origin = "theory"
status = "provisional"
authors = ["Test authors"]
"""

ANCHORS = 'anchors = { weak = "Blames.", fair = "Explains.", strong = "Acts." }'


def bank_toml() -> str:
    return BANK_HEAD + "".join(_scenario(*row[:4]) for row in SCENARIOS)


def key_toml() -> str:
    return KEY_HEAD + "".join(_item_key(row) for row in SCENARIOS if row[4] is not None)


def guide_toml(language: str = "en") -> str:
    lines = [f'bank = "small-bank"\nversion = "1.0.0"\nlanguage = "{language}"\n']
    for number, facet in enumerate(FACETS, 1):
        lines.append(f'[[questions]]\nid = "question-{number}"\nkind = "past_behaviour"')
        lines.append(f'facets = ["{facet}"]\ntext = "Tell me."\nprobe = "And then?"\n{ANCHORS}\n')
    lines += [
        f'[scenarios.{row[0]}]\ngist = "A scene."\nprobe = "What did you weigh up?"\n'
        for row in SCENARIOS[1:]
    ]
    return "\n".join(lines)


def french_toml() -> str:
    lines = [
        'bank = "small-bank"\nversion = "1.0.0"\nlanguage = "fr"\ntitle = "Une petite banque"',
        'intended_use = "Pour les tests."\nnot_for = "Pour les gens."',
        'response_scale = ["Très mal", "Plutôt mal", "Plutôt bien", "Très bien"]\n',
        *(f'[facets.{facet}]\nname = "F {facet}"\ndefinition = "Déf."\n' for facet in FACETS),
        '[clusters.responding]\nname = "Répondre"\n[clusters.delivering]\nname = "Livrer"',
        '[forms.standard]\ntitle = "Version standard"',
    ]
    return "\n".join(lines) + "".join(_french_scenario(*row[:2]) for row in SCENARIOS)


def write_bank(root: Path, *changes: tuple[str, str, str], version: str = "1.0.0") -> Path:
    """Write the bank below ``root``, each change being file, old text, new text (first place)."""
    files = {
        "bank.toml": bank_toml(),
        "keys/1.toml": key_toml(),
        "guide.toml": guide_toml(),
        "guide.fr.toml": guide_toml("fr"),
        "languages/fr.toml": french_toml(),
    }
    for file, old, new in changes:
        assert old in files[file], f"{file} does not hold {old!r}"
        files[file] = files[file].replace(old, new, 1)
    folder = root / "small-bank" / version
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text.replace("1.0.0", version), encoding="utf-8")
    return folder


def _scenario(scenario_id: str, item_format: str, cluster: str | None, more: str) -> str:
    options = [] if item_format == "open_text" else OPTIONS.items()
    listed = "".join(f'{{ id = "{one}", text = "{text}" }},\n' for one, text in options)
    return f"""
[[scenarios]]
id = "{scenario_id}"
title = "Scene {scenario_id}"
setting = {{ industry = "retail", channel = "phone", stage = "delivery" }}
themes = ["delay", "customer_wrong"]
persona = {{ name = "Marta Lind", role = "Planner", situation = "Her parts are late." }}
{f'cluster = "{cluster}"' if cluster else ""}
anchor = true
stem = \"\"\"The parts for {scenario_id} are late. Marta calls you and asks.\"\"\"
[[scenarios.items]]
id = "responses"
format = "{item_format}"
question = "What about {scenario_id}?"
options = [
{listed}]
{more}
"""


def _item_key(row: tuple[str, str, str | None, str, str | None, str | None]) -> str:
    options = {} if row[1] == "open_text" else OPTIONS
    rationale = ", ".join(f'{option} = "So."' for option in options)
    return f"""
[[items]]
item = "{row[0]}/responses"
{row[4]}
facets = {{ {row[5]} }}
rationale = {{ {rationale} }}
"""


def _french_scenario(scenario_id: str, item_format: str) -> str:
    options = [] if item_format == "open_text" else OPTIONS
    listed = ", ".join(f'{option} = "Choix {option}"' for option in options)
    return f"""
[scenarios.{scenario_id}]
title = "Scène {scenario_id}"
stem = "Les pièces sont en retard."
persona = {{ name = "Marta Lind", role = "Planificatrice", situation = "Elle attend." }}
[scenarios.{scenario_id}.items.responses]
question = "Que dire ?"
options = {{ {listed} }}
"""
