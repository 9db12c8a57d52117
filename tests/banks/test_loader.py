"""A folder becomes a bank, or one report of all its faults."""

import pytest

from hiring.banks.faults import BankFaultsError, Severity
from hiring.banks.loader import load_bank
from hiring.banks.schema import METHOD_OF, BankDocument, ItemFormat
from hiring.errors import NotFoundError
from tests.banks.folders import SCENARIOS, write_bank

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"
RATINGS = "ratings = { a = 4, b = 1, c = 3, d = 2 }"
WEIGHTS = "weights = { a = 0.0, b = 0.5, c = 0.0, d = 1.0 }"
REASONS = 'rationale = { a = "So.", b = "So.", c = "So.", d = "So." }'
FORM = 'scenarios = ["late-parts", "wrong-bill"'

STANDARD = 'title = "Standard form"'
WHY_TIMED = 'timing_rationale = "Calls at this desk end within minutes."'

# What is spoiled, and by what; the place and a piece of the message of the one fault.
HEAD_END = 'authors = ["Test authors"]'
EVERYTHING = [f"{row[0]}/responses" for row in SCENARIOS if row[2] is not None]
FAULTS = [
    # the bank's own file, field by field
    (BANK, 'title = "A small bank"\n', "", "", "“title” is missing"),
    (BANK, 'title = "A small bank"', "title = 5", "title", "should be text"),
    (BANK, 'title = "A small bank"', 'title = "  "', "title", "is empty"),
    (BANK, 'title = "A small bank"', 'title = "a\\u0007"', "title", "characters"),
    (BANK, "schema = 1", "schema = 2", "schema", "unknown value"),
    (BANK, "schema = 1", 'schema = 1\ntitel = "x"', "titel", "not a field"),
    (BANK, "schema = 1", "schema = 1\nvalid_months = 0", "valid_months", "greater"),
    (BANK, "schema = 1", 'schema = 1\nvalid_months = "12"', "valid_months", "whole number"),
    (BANK, 'supervision = "open"', 'supervision = "loose"', "supervision", "unknown value"),
    (BANK, 'channel = "phone"', 'channel = "fax"', "channel", "unknown value"),
    (BANK, "anchor = true", 'anchor = "yes"', "scenarios.practice-size.anchor", "true or false"),
    (BANK, 'role = "Planner", ', "", "scenarios.practice-size.persona", "“role” is missing"),
    (BANK, 'themes = ["delay", "', 'themes = ["dely", "', "themes.1", "unknown value"),
    (BANK, 'facets = ["ownership"]', "facets = []", "clusters.delivering.facets", "too few"),
    (BANK, 'facets = ["ownership"]', "facets = 3", "clusters.delivering.facets", "a list"),
    (BANK, 'text = "Call today', 'text = 1, tekst = "', "options.a.text", "should be text"),
    # the bank's own file, part against part
    (BANK, ', "Very good"]', "]", "response_scale", "middle step"),
    (BANK, 'id = "ownership"\nname', 'id = "listening"\nname', "facets.listening", "used twice"),
    (BANK, 'id = "delivering"', 'id = "responding"', "clusters.responding", "used twice"),
    (BANK, 'id = "wrong-bill"', 'id = "late-parts"', "scenarios.late-parts", "used twice"),
    (BANK, '{ id = "b"', '{ id = "a"', "practice-size.items.responses.options.a", "used twice"),
    (BANK, 'facets = ["ownership"]', 'facets = ["owning"]', "clusters.delivering", "“owning”"),
    (BANK, '["ownership"]', '["ownership", "listening"]', "facets.listening", "more than one"),
    (BANK, '["ownership"]', '["ownership", "ownership"]', "clusters.delivering", "twice"),
    (BANK, FORM, f'{FORM}, "no-such-one"', "forms.standard", "“no-such-one”"),
    (BANK, FORM, f'{FORM}, "wrong-bill"', "forms.standard", "shown twice"),
    (BANK, FORM, f'{FORM}, "practice-size"', "forms.standard", "serves for practice"),
    (BANK, 'cluster = "delivering"', 'cluster = "giving"', "late-parts.cluster", "not declared"),
    (BANK, "choose = 2", "", "two-steps.items.responses", "“choose” is missing"),
    (BANK, "choose = 2", "choose = 4", "two-steps.items.responses", "leaves no choice"),
    (BANK, "choose = 2", "choose = 2\nmax_words = 50", "two-steps.items.responses", "max_words"),
    (BANK, "max_words = 150", "", "own-words.items.responses", "“max_words” is missing"),
    (BANK, "max_words = 150", "max_words = 150\nchoose = 1", "own-words.items", "“choose” does"),
    (BANK, 'id = "small-bank"', 'id = "other-bank"', "id", "the folder says “small-bank”"),
    (
        BANK,
        STANDARD,
        f"{STANDARD}\nminutes = 30",
        "forms.standard.minutes",
        "no “timing_rationale”",
    ),
    (BANK, STANDARD, f"{STANDARD}\n{WHY_TIMED}", "forms.standard.timing", "no “minutes”"),
    (BANK, STANDARD, f"{STANDARD}\nminutes = 0\n{WHY_TIMED}", "forms.standard.minutes", "greater"),
    (BANK, STANDARD, f"{STANDARD}\nminutes = 601\n{WHY_TIMED}", "standard.minutes", "less than"),
    # the key
    (KEY, 'key_version = "1"', 'key_version = "2"', "key_version", "the file name says “1”"),
    (KEY, 'bank = "small-bank"', 'bank = "other"', "bank", "the bank says “small-bank”"),
    (KEY, 'version = "1.0.0"', 'version = "1.0.1"', "version", "the bank says “1.0.0”"),
    (KEY, 'version = "1.0.0"', 'version = "1"', "version", "do not fit"),
    (KEY, 'item = "wrong-bill/responses"', 'item = "late-parts/responses"', "", "not keyed"),
    (KEY, 'item = "wrong-bill/responses"', 'item = "late-parts/responses"', "items.", "twice"),
    (KEY, 'item = "wrong-bill/responses"', 'item = "no-one/responses"', "items.no-one", "not in"),
    (KEY, 'item = "wrong-bill/responses"', 'item = "practice-size/responses"', "items", "never"),
    (KEY, 'method = "footrule"', 'method = "members"', "long-queue/responses.method", "not fit"),
    (KEY, RATINGS, "", "late-parts/responses.method", "“ratings” is missing"),
    (KEY, RATINGS, f'{RATINGS}\nbest = "a"', "late-parts/responses.best", "does not go"),
    (KEY, RATINGS, "ratings = { a = 4, b = 1, c = 3 }", "responses.ratings", "leaves out “d”"),
    (KEY, "d = 2 }", "d = 5 }", "late-parts/responses.ratings", "outside 1 to 4"),
    (KEY, "d = 2 }", "d = 0 }", "late-parts/responses.ratings", "outside 1 to 4"),
    (KEY, "d = 2 }", "d = 2.5 }", "late-parts/responses.ratings.d", "whole number"),
    (KEY, "d = 2 }", "d = 2, e = 2 }", "late-parts/responses.ratings", "no option “e”"),
    (KEY, '["c", "a", "b", "d"]', '["c", "a", "b"]', "responses.order", "leaves out “d”"),
    (KEY, '["c", "a", "b", "d"]', '["c", "a", "b", "d", "a"]', "responses.order", "twice"),
    (KEY, '["c", "a", "b", "d"]', '["c", "a", "b", "d", "x"]', "responses.order", "no option “x”"),
    (KEY, 'worst = "d"', 'worst = "a"', "wrong-bill/responses.best", "same option"),
    (KEY, 'worst = "d"', 'worst = "x"', "wrong-bill/responses.worst", "no option “x”"),
    (KEY, 'worst = "d"', "", "wrong-bill/responses.method", "“worst” is missing"),
    (KEY, WEIGHTS, WEIGHTS.replace("1.0", "0.9"), "lost-order/responses.weights", "No option"),
    (KEY, WEIGHTS, WEIGHTS.replace("0.5", "1.5"), "lost-order/responses.weights", "outside 0 to 1"),
    (KEY, WEIGHTS, WEIGHTS.replace("0.5", "nan"), "lost-order/responses.weights", "outside 0 to 1"),
    (KEY, WEIGHTS, WEIGHTS.replace("0.5", "true"), "lost-order/responses.weights.b", "a number"),
    (KEY, WEIGHTS, WEIGHTS.replace("c = 0.0, ", ""), "responses.weights", "leaves out “c”"),
    (KEY, '["a", "d"]', '["a"]', "two-steps/responses.members", "asks for 2 options"),
    (KEY, '["a", "d"]', '["a", "a"]', "two-steps/responses.members", "twice"),
    (KEY, '["a", "d"]', '["a", "x"]', "two-steps/responses.members", "no option “x”"),
    (KEY, "listening = 0.5", "listening = 0.7", "late-parts/responses.facets", "neither 1.0"),
    (KEY, "listening = 0.5", "hearing = 0.5", "late-parts/responses.facets", "no facet “hearing”"),
    (KEY, "listening = 0.5", "listening = 1.0", "late-parts/responses.facets", "only one"),
    (KEY, "ownership = 1.0", "ownership = 0.5", "late-parts/responses.facets", "only one"),
    (KEY, "ownership = 1.0, listening = 0.5", "listening = 1.0", "facets", "not in the scenario's"),
    (KEY, REASONS, 'rationale = { a = "So." }', "responses.rationale", "“b”, “c”, “d”"),
    (KEY, REASONS, "", "late-parts/responses.rationale", "leaves out"),
    (KEY, REASONS, REASONS.replace("d =", 'e = "So.", d ='), "rationale", "no option “e”"),
    # guides
    (GUIDE, "[scenarios.own-words]", "[scenarios.other-words]", "scenarios", "“own-words” is miss"),
    (GUIDE, "[scenarios.own-words]", "[scenarios.other]", "scenarios.other", "not in the bank"),
    (GUIDE, 'id = "question-2"', 'id = "question-1"', "questions.question-1", "used twice"),
    (GUIDE, 'facets = ["listening"]', 'facets = ["x"]', "questions.question-1", "no facet “x”"),
    (GUIDE, 'language = "en"', 'language = "de"', "language", "the file name says “en”"),
    ("guide.fr.toml", 'id = "question-2"', 'id = "question-9"', "questions.question-9", "not in"),
    ("guide.fr.toml", 'id = "question-2"', 'id = "question-9"', "questions", "“question-2” is"),
    ("guide.fr.toml", '"past_behaviour"', '"situational"', "questions.question-1", "another kind"),
    ("guide.fr.toml", 'language = "fr"', 'language = "de"', "language", "the file name says “fr”"),
    # translations
    (FRENCH, ', "Très bien"]', "]", "response_scale", "4 steps"),
    (FRENCH, "[facets.listening]", "[facets.hearing]", "facets", "“listening” is missing"),
    (FRENCH, "[facets.listening]", "[facets.hearing]", "facets.hearing", "not in the bank"),
    (FRENCH, "[clusters.delivering]", "[clusters.x]", "clusters", "“delivering” is missing"),
    (FRENCH, "[forms.standard]", "[forms.short]", "forms.short", "not in the bank"),
    (FRENCH, "[forms.standard]", f"[forms.standard]\n{WHY_TIMED}", "forms.standard", "is untimed"),
    (FRENCH, ', d = "Choix d"', "", "practice-size.items.responses.options", "“d” is missing"),
    (FRENCH, 'd = "Choix d"', 'd = "D", e = "E"', "responses.options.e", "not in the bank"),
    (FRENCH, "own-words.items.responses", "own-words.items.x", "own-words.items", "“responses” is"),
    (FRENCH, 'language = "fr"', 'language = "en"', "language", "itself is written in “en”"),
    # items that a key sets aside
    (KEY, HEAD_END, HEAD_END + '\ndropped = ["no-such/item"]', "dropped", "not scored by this key"),
    (
        KEY,
        HEAD_END,
        HEAD_END + '\nneutralised = ["late-parts/responses", "late-parts/responses"]',
        "neutralised",
        "twice",
    ),
    (
        KEY,
        HEAD_END,
        HEAD_END + '\ndropped = ["late-parts/responses"]\nneutralised = ["late-parts/responses"]',
        "neutralised",
        "dropped and neutralised",
    ),
    (KEY, HEAD_END, f"{HEAD_END}\ndropped = {EVERYTHING}", "dropped", "would tell people apart"),
]


def faults_of(folder):
    with pytest.raises(BankFaultsError) as caught:
        load_bank(folder)
    return caught.value.faults


def test_a_sound_bank_loads(tmp_path):
    assert load_bank(write_bank(tmp_path)).bank.id == "small-bank"


def test_the_small_bank_holds_every_format(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    formats = {item.format for scenario in bank.scenarios for item in scenario.items}
    assert formats == set(ItemFormat)


def test_keys_guides_and_languages_stand_under_their_names(tmp_path):
    loaded = load_bank(write_bank(tmp_path))

    names = (list(loaded.keys), sorted(loaded.guides), list(loaded.languages))
    assert names == (["1"], ["en", "fr"], ["fr"])


def test_every_file_has_a_digest(tmp_path):
    loaded = load_bank(write_bank(tmp_path))

    assert sorted(loaded.file_digests) == [BANK, "guide.fr.toml", GUIDE, KEY, FRENCH]


def test_the_latest_key_goes_by_number(tmp_path):
    folder = write_bank(tmp_path)
    text = (folder / KEY).read_text(encoding="utf-8")
    for version in ("2", "10"):
        new = text.replace('key_version = "1"', f'key_version = "{version}"')
        (folder / f"keys/{version}.toml").write_text(new, encoding="utf-8")

    assert load_bank(folder).latest_key.key_version == "10"


def test_a_bank_without_a_key_loads(tmp_path):
    folder = write_bank(tmp_path)
    (folder / KEY).unlink()

    assert load_bank(folder).latest_key is None


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"), FAULTS, ids=[f"{c[3]} {c[4]}" for c in FAULTS]
)
def test_a_fault_is_named_with_its_place(tmp_path, file, old, new, place, message):
    faults = faults_of(write_bank(tmp_path, (file, old, new)))

    assert any(
        (fault.file, fault.severity) == (file, Severity.ERROR)
        and place in fault.place
        and message in fault.message
        and fault.remedy
        for fault in faults
    ), "\n".join(map(str, faults))


def test_every_file_reports_into_one_report(tmp_path):
    folder = write_bank(
        tmp_path,
        (BANK, 'title = "Scene late-parts"', "title = 3"),
        (BANK, 'cluster = "responding"', 'cluster = "giving"'),
        (KEY, 'worst = "d"', 'worst = "a"'),
        (GUIDE, "[scenarios.own-words]", "[scenarios.other]"),
        (FRENCH, "[forms.standard]", "[forms.short]"),
    )
    (folder / "guide.fr.toml").write_text("not toml", encoding="utf-8")

    found = [(fault.file, fault.place) for fault in faults_of(folder)]
    assert found == [
        (BANK, "scenarios.late-parts.title"),
        (BANK, "scenarios.wrong-bill.cluster"),
        ("guide.fr.toml", ""),
        (GUIDE, "scenarios"),
        (GUIDE, "scenarios.other"),
        (KEY, "items.wrong-bill/responses.best"),
        (FRENCH, "forms"),
        (FRENCH, "forms.short"),
    ]


def test_a_faulty_scenario_is_not_reported_as_missing_elsewhere(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'title = "Scene late-parts"', "title = 3"))

    assert [fault.place for fault in faults_of(folder)] == ["scenarios.late-parts.title"]


def test_a_fault_deep_inside_is_reported_once(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'text = "Call today and explain."', "text = 1"))

    places = [fault.place for fault in faults_of(folder)]
    assert places == ["scenarios.practice-size.items.responses.options.a.text"]


def test_a_scenario_without_an_id_is_one_fault(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'id = "late-parts"\n', ""))

    assert [fault.message for fault in faults_of(folder)] == ["“id” is missing."]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (BANK, 'cluster = "delivering"', 'cluster = "giving"'),
        (BANK, "choose = 2", "choose = 4"),
        (BANK, 'title = "Scene two-steps"', "title = 3"),
        (KEY, "d = 2 }", "d = 7 }"),
        (KEY, 'worst = "d"', 'worst = "a"'),
        (GUIDE, 'facets = ["listening"]', 'facets = ["x"]'),
        (FRENCH, "[forms.standard]", "[forms.short]"),
    ],
)
def test_the_line_of_a_fault_lies_near(tmp_path, file, old, new):
    folder = write_bank(tmp_path, (file, old, new))
    text = (folder / file).read_text(encoding="utf-8")
    spoiled = text[: text.index(new)].count("\n") + 1

    lines = [fault.line for fault in faults_of(folder) if fault.line is not None]
    assert any(abs(line - spoiled) <= 12 and line <= spoiled for line in lines), (lines, spoiled)


def test_the_line_of_a_field_is_its_own(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'supervision = "open"', 'supervision = "loose"'))

    assert [fault.line for fault in faults_of(folder)] == [8]


def test_the_line_of_broken_toml_is_told(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'version = "1.0.0"', "version = "))

    assert [(fault.file, fault.line) for fault in faults_of(folder)] == [(BANK, 3)]


def test_a_misspelt_field_is_met_with_the_right_one(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'stem = """The parts for', 'stm = """The parts for'))

    assert any("“stem”" in fault.remedy for fault in faults_of(folder))


def test_a_file_of_an_unknown_name_is_a_fault(tmp_path):
    folder = write_bank(tmp_path)
    (folder / "guide_de.toml").write_text("", encoding="utf-8")

    assert [fault.file for fault in faults_of(folder)] == ["guide_de.toml"]


def test_a_missing_bank_file_is_a_fault(tmp_path):
    folder = write_bank(tmp_path)
    (folder / BANK).unlink()

    assert [fault.message for fault in faults_of(folder)] == ["The file is missing."]


def test_a_missing_folder_is_a_fault(tmp_path):
    assert "no folder" in faults_of(tmp_path / "nowhere")[0].message


def test_the_folder_of_the_version_bears_its_number(tmp_path):
    folder = write_bank(tmp_path).rename(tmp_path / "small-bank" / "1.0.1")

    assert [fault.place for fault in faults_of(folder)] == ["version"]


def test_a_report_reads_as_one_line_for_each_fault(tmp_path):
    folder = write_bank(tmp_path, (BANK, 'supervision = "open"', 'supervision = "loose"'))

    with pytest.raises(BankFaultsError, match=r"^bank\.toml:8 \(supervision\): .+ Write '"):
        load_bank(folder)


def test_a_checked_document_cannot_be_changed(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    with pytest.raises(ValueError, match="frozen"):
        bank.title = "Another"


def test_a_document_reads_back_from_json(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    assert BankDocument.model_validate_json(bank.model_dump_json()) == bank


def test_every_format_has_a_method():
    assert set(METHOD_OF) == set(ItemFormat)


def test_practice_is_not_among_the_scored_scenarios(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    assert "practice-size" not in {scenario.id for scenario in bank.scored_scenarios}


def test_asking_for_an_unknown_form_says_so(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    with pytest.raises(NotFoundError, match="no-such-form"):
        bank.get_form("no-such-form")


def test_a_form_is_untimed_unless_it_says_otherwise(tmp_path):
    bank = load_bank(write_bank(tmp_path)).bank

    assert [(form.minutes, form.timing_rationale) for form in bank.forms] == [(None, None)]


def test_minutes_without_a_reason_are_answered_with_what_to_do(tmp_path):
    folder = write_bank(tmp_path, (BANK, STANDARD, f"{STANDARD}\nminutes = 30"))

    (fault,) = faults_of(folder)
    assert fault.remedy.startswith("A form is untimed unless")


def test_a_timed_form_with_a_reason_loads(tmp_path):
    folder = write_bank(tmp_path, (BANK, STANDARD, f"{STANDARD}\nminutes = 30\n{WHY_TIMED}"))

    form = load_bank(folder).bank.default_form
    assert (form.minutes, form.timing_rationale) == (30, "Calls at this desk end within minutes.")
