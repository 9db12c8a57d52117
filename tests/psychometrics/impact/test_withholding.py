import numpy as np
import pytest

from hiring.psychometrics.impact.withholding import label_of, rows_to_withhold

EVERYBODY = np.ones((1, 3))


def test_the_cheapest_row_that_tells_is_withheld():
    shown = np.array([[1.0, 0, 0], [0, 1, 0]])
    secret = np.array([[0.0, 0, 1]])

    assert rows_to_withhold(shown, secret, EVERYBODY, np.array([50.0, 20])).tolist() == [
        False,
        True,
    ]


def test_rows_that_tell_nothing_stay():
    shown = np.array([[1.0, 0, 0], [1, 0, 0]])
    secret = np.array([[0.0, 0, 1]])

    assert not rows_to_withhold(shown, secret, EVERYBODY, np.array([50.0, 20])).any()


def test_a_row_that_need_not_be_withheld_after_all_comes_back():
    # The first row is the cheapest; without the last two it tells nothing.
    shown = np.array([[1.0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0]])
    secret = np.array([[1.0, 0, 0, 0], [0, 0, 1, 0]])
    everybody = np.ones((1, 4))
    found = rows_to_withhold(shown, secret, everybody, np.array([10.0, 30, 40, 20]))

    for row in np.flatnonzero(found):
        open_again = ~found
        open_again[row] = True
        given = np.vstack([everybody, shown[open_again]])
        ranks = [np.linalg.matrix_rank(np.vstack([given, one])) for one in secret]
        assert min(ranks) == np.linalg.matrix_rank(given)


def test_without_a_secret_nothing_is_withheld():
    shown = np.eye(3)

    assert not rows_to_withhold(shown, np.empty((0, 3)), EVERYBODY, np.ones(3)).any()


@pytest.mark.parametrize(
    ("key", "label"),
    [(("f",), "f"), ((None,), None), (("f", "a"), ("f", "a")), (("f", None), None)],
)
def test_the_label_in_a_table_joins_its_parts(key, label):
    assert label_of(key) == label
