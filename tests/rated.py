"""A house whose form asks for an answer in one's own words, its raters, and agreed answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from hiring import ratings, scoring
from hiring.accounts import Role, Staff
from hiring.openings import Candidate
from hiring.ratings import Benchmark, Filed, Prompt, RatedAnswer, Rating
from hiring.scoring import Score
from hiring.sittings import Sitting
from tests import builders
from tests.builders import BEST_ANSWERS, NOW, House

ITEM = "own-words/responses"
FACET = "self-awareness"
TEXT = "I would call her before she has to call me."
ANCHORS = '{ weak = "Blames.", fair = "Says what happened.", strong = "Names the own part." }'
WITH_CRITERIA = (
    "keys/1.toml",
    'method = "human_rating"',
    f'method = "human_rating"\ncriteria = [{{ facet = "self-awareness", anchors = {ANCHORS} }}]',
)


@dataclass(slots=True)
class RatedHouse:
    """A house with open answers to rate."""

    house: House
    raters: list[Staff]

    @property
    def session(self) -> Session:
        return self.house.session

    @property
    def key_id(self):
        return self.house.key.id

    @property
    def prompt(self) -> Prompt:
        return ratings.get_prompt(self.session, self.house.key.bank_version_id, self.key_id, ITEM)

    def person(self, name: str = "Ada Example", text: str = TEXT) -> Candidate:
        """Somebody who has sent in a full score and these words, with the score that follows."""
        opening = self.house.opening(f"Opening of {name}")
        candidate = self.house.candidate(opening, name)
        sitting = self.house.submitted(candidate, BEST_ANSWERS | {ITEM: text})
        scoring.score_sitting(self.session, sitting.id, now=NOW)
        self.session.commit()
        return candidate

    def sitting_of(self, candidate: Candidate) -> Sitting:
        return self.session.exec(select(Sitting).where(Sitting.candidate_id == candidate.id)).one()

    def answer_of(self, candidate: Candidate) -> RatedAnswer:
        sitting = self.sitting_of(candidate)
        return self.session.exec(
            select(RatedAnswer).where(RatedAnswer.sitting_id == sitting.id)
        ).one()

    def take(self, rater: int, item: str = ITEM, now: datetime = NOW) -> Rating | None:
        return ratings.take_turn(self.session, self.raters[rater], self.key_id, item, now=now)

    def file(self, rating: Rating, point: int, now: datetime = NOW) -> Filed:
        text = self.session.get_one(RatedAnswer, rating.answer_id).text
        return ratings.file_rating(
            self.session, rating, {FACET: point}, wording=ratings.wording_digest(text), now=now
        )

    def rate(self, candidate: Candidate, *points: int, now: datetime = NOW) -> None:
        """Let one rater after another rate the only answer there is, each with a point."""
        for rater, point in enumerate(points):
            rating = self.take(rater, now=now + timedelta(minutes=rater))
            assert rating is not None
            assert rating.answer_id == self.answer_of(candidate).id
            self.file(rating, point, now=now + timedelta(minutes=rater))

    def score(self, candidate: Candidate, now: datetime = NOW + timedelta(hours=1)) -> Score:
        return scoring.score_sitting(self.session, self.sitting_of(candidate).id, now=now)

    def agree(self, n: int, point: int = 4) -> list[Benchmark]:
        """Answers whose points have been agreed."""
        rows = [
            ratings.add_benchmark(
                self.session,
                self.house.staff[Role.ANALYST],
                key_version_id=self.key_id,
                prompt=self.prompt,
                text=f"An agreed answer, number {number}.",
                points={FACET: point},
                reason="Names the own part and what follows.",
                now=NOW - timedelta(days=2) + timedelta(minutes=number),
            )
            for number in range(n)
        ]
        self.session.commit()
        return rows

    def practise(self, rater: int, *points: int, now: datetime = NOW) -> None:
        """Rate agreed answers, as long as some are due."""
        for number, point in enumerate(points):
            at = now + timedelta(minutes=number)
            due = ratings.next_benchmark(self.session, self.raters[rater], self.key_id, ITEM)
            assert due is not None
            ratings.file_benchmark_rating(self.session, due, self.raters[rater], {FACET: point}, at)
        self.session.commit()


def rated_house(session: Session, staff: dict[Role, Staff], folder: Path) -> RatedHouse:
    """Three raters and the small bank with criteria."""
    loaded = builders.small_bank(folder / "rated", builders.WITH_OPEN_TEXT, WITH_CRITERIA)
    key = builders.published(session, loaded)
    others = [builders.add_staff(session, Role.RATER, f"Rater {name}") for name in ("Two", "Three")]
    return RatedHouse(House(session, staff, key), [staff[Role.RATER], *others])
