"""The small bank with three forms, two of which word a scenario in their own way."""

from hiring.banks.loader import load_bank
from tests.banks.folders import BANK_HEAD, write_bank

BANK, FRENCH = "bank.toml", "languages/fr.toml"
LAST_FORM_LINE = BANK_HEAD.rstrip().splitlines()[-1]
FRENCH_FORM = '[forms.standard]\ntitle = "Version standard"'
STEM = 'stem = """The parts for late-parts are late. Marta calls you and asks."""'

OWN = (
    "You sell parts for machines. The parts for the workshop in Canal Street are four days late. "
    "Marta Lind calls you for the third time and asks when her people can begin."
)
MILL = OWN.replace("Canal Street", "Mill Street")
HARBOUR = OWN.replace("Canal Street", "Harbour Street").replace("four days", "five days")
OWN_FR = (
    "Vous vendez des pièces. Les pièces pour l'atelier de la rue du Canal ont quatre jours de "
    "retard. Marta Lind vous appelle et demande quand son équipe peut commencer."
)
MILL_FR = OWN_FR.replace("rue du Canal", "rue du Moulin")
STEM_FR = 'title = "Scène late-parts"\nstem = "Les pièces sont en retard."'

FORMS = f"""
[[forms]]
id = "mill"
title = "Form of the mill"
practice = "practice-size"
scenarios = ["wrong-bill", "late-parts"]
[forms.wordings]
late-parts = "{MILL}"

[[forms]]
id = "harbour"
title = "Form of the harbour"
scenarios = ["late-parts"]
[forms.wordings]
late-parts = "{HARBOUR}"
"""
FRENCH_FORMS = f"""{FRENCH_FORM}
[forms.mill]
title = "Version du moulin"
wordings = {{ late-parts = "{MILL_FR}" }}
[forms.harbour]
title = "Version du port"
"""
CHANGES = (
    (BANK, STEM, f'stem = "{OWN}"'),
    (BANK, LAST_FORM_LINE, LAST_FORM_LINE + FORMS),
    (FRENCH, STEM_FR, f'title = "Scène late-parts"\nstem = "{OWN_FR}"'),
    (FRENCH, FRENCH_FORM, FRENCH_FORMS),
)


def write_worded(root, *changes, version="1.0.0"):
    """Write the bank below ``root``, with more changes where a test needs them."""
    return write_bank(root, *CHANGES, *changes, version=version)


def load_worded(root, *changes, version="1.0.0"):
    """The same, loaded."""
    return load_bank(write_worded(root, *changes, version=version))
