"""The files of banks that tests change."""

from pathlib import Path

from hiring import places

BANK, KEY, GUIDE, FRENCH = "bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"
PROJECT = Path(places.PACKAGE).parent
SHIPPED = next(places.banks_folder().glob("customer-empathy/*"))
SHIPPED_WORDS = (SHIPPED.parent.name, SHIPPED.name)
NEW = ("bank", "new", "mine", "--id", "shop-service", "--title", "Shop service")
TITLE = (BANK, 'title = "A small bank"', 'title = "A little bank"')
TEXT = (BANK, "Call today and explain.", "Call at once and explain.")
TEXT_DIFFERS = (
    "practice-size/responses: option a was “Call today and explain.”, "
    "now “Call at once and explain.”."
)
RATING = (KEY, "ratings = { a = 4, b = 1", "ratings = { a = 3, b = 1")


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
