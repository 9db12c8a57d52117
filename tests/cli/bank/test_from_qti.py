"""`hiring bank from-qti`, as somebody with a package meets it."""

from tests.banks.qti import packages


def test_a_package_becomes_a_draft_that_the_check_can_read(hiring, place):
    packages.write(place / "shop.zip")
    result = hiring("bank", "from-qti", "shop.zip", "--out", "mine")
    checked = hiring("bank", "check", "mine/shop/1.0.0")

    assert result.exit_code == 0
    assert "items: 6, scenarios: 6, left out: 0" in result.output
    assert "import-report.md" in result.output
    assert "still have a place to fill in" in checked.output
    assert checked.exit_code == 1


def test_a_draft_cannot_be_published(hiring, prepared, place):
    packages.write(place / "shop.zip")
    hiring("bank", "from-qti", "shop.zip", "--out", "mine")

    assert hiring("bank", "publish", "mine/shop/1.0.0").exit_code == 1


def test_id_and_title_can_be_given(hiring, place):
    packages.write(place / "shop.zip")
    hiring("bank", "from-qti", "shop.zip", "--out", "mine", "--id", "desk", "--title", "The desk")
    text = (place / "mine/desk/1.0.0/bank.toml").read_text(encoding="utf-8")

    assert 'title = "The desk"' in text


def test_an_id_that_leads_elsewhere_is_refused(hiring, place):
    packages.write(place / "shop.zip")
    result = hiring("bank", "from-qti", "shop.zip", "--out", "mine", "--id", "../up")

    assert result.exit_code != 0
    assert not (place / "mine").exists()


def test_a_second_time_says_that_nothing_changed(hiring, place):
    packages.write(place / "shop.zip")
    for _ in range(2):
        result = hiring("bank", "from-qti", "shop.zip", "--out", "mine")

    assert result.exit_code == 0
    assert result.output.startswith("There already")


def test_another_bank_of_the_same_name_is_left_alone(hiring, place):
    packages.write(place / "shop.zip")
    hiring("bank", "from-qti", "shop.zip", "--out", "mine")
    packages.write(place / "shop.zip", {"pick": packages.PICK})
    result = hiring("bank", "from-qti", "shop.zip", "--out", "mine")

    assert result.exit_code == 1
    assert "bank.toml" in result.output
    assert "Nothing was written" in result.output


def test_a_package_with_faults_is_refused_with_all_of_them(hiring, place):
    packages.write(place / "shop.zip", {"one": "no xml", "two": "<!DOCTYPE a><a/>"})
    result = hiring("bank", "from-qti", "shop.zip", "--out", "mine")

    assert result.exit_code == 1
    assert "2 errors:" in result.output
    assert "shop.zip/items/two.xml:1" in result.output
    assert not (place / "mine").exists()


def test_a_package_that_is_not_there_is_told(hiring, place):
    result = hiring("bank", "from-qti", "none.zip", "--out", "mine")

    assert "There is no such file." in result.output


def test_a_place_that_takes_no_files_is_told(hiring, place):
    packages.write(place / "shop.zip")
    (place / "mine").write_text("a file")
    result = hiring("bank", "from-qti", "shop.zip", "--out", "mine")

    assert result.exit_code == 1
    assert "Nothing could be written to mine" in result.output
