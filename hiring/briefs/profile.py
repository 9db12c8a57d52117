"""The profile on paper: score, likely range, reference band and twenty dots on one axis.

One ink is enough: the score is a filled disc, the likely range a thick bar, the reference band a
light field between dashed edges, the equally likely places are rings. The geometry comes from
``hiring.charts``, the same as for the page on screen.
"""

from hiring.briefs.flowables import BAND, HAIRLINE, INK, LINE, MUTED, Figure
from hiring.briefs.parts import Profile, ProfileRow
from hiring.briefs.typesetting import Line, draw_line, ink, set_line
from hiring.charts import TICKS_POINTS, fraction

RING_RADIUS, DISC_RADIUS = 2.7, 3.6
PILE_PITCH = 6.4


class ProfileChart(Figure):
    """As wide as the frame allows; as high as the highest pile and the rows need."""

    size, edge = 8.5, 7.0
    bar_room, row_room, axis_room, legend_room = 15.0, 17.0, 16.0, 13.0

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        rows = (profile.total, *profile.clusters)
        self.alternative = " ".join(row.alternative for row in rows)

    def measured(self, width: float) -> float:
        """Piles, bars, axis, legend."""
        n_legend_rows = len(self._legend_rows(width))
        return self._plot_height() + self.axis_room + 4 + n_legend_rows * self.legend_room

    def draw(self) -> None:
        """Band first, marks above it, words last."""
        bottom = self.height - self._plot_height()
        self._draw_band(bottom)
        self._draw_axis(bottom)
        self._draw_rings(bottom)
        self._draw_row(self.profile.total, self._bar_y(bottom, 0))
        for number, row in enumerate(self.profile.clusters, start=1):
            y = self._bar_y(bottom, number)
            self._print(set_line((ink(row.name),)), 0, y - 3)
            self._draw_row(row, y)
        if self.profile.clusters:
            self._print(set_line((ink(self.profile.total.name),)), 0, self._bar_y(bottom, 0) - 3)
        self._draw_legend()

    def _plot_height(self) -> float:
        highest = max((dot.level + 1 for dot in self.profile.total.whisker.dots), default=0)
        piles = highest * PILE_PITCH + 4 if highest else 0
        return piles + self.bar_room + len(self.profile.clusters) * self.row_room

    def _bar_y(self, bottom: float, number: int) -> float:
        """The height of a bar: the total on top, clusters beneath in order."""
        return bottom + 7.5 + (len(self.profile.clusters) - number) * self.row_room

    def _left(self) -> float:
        """Where 0 points lie; clusters need room for their names."""
        if not self.profile.clusters:
            return self.edge
        names = [row.name for row in (self.profile.total, *self.profile.clusters)]
        widest = max(set_line((ink(name),)).width(self.size) for name in names)
        return min(widest + 12, self.width * 0.4)

    def _x(self, part: float) -> float:
        left = self._left()
        return left + part * (self.width - left - self.edge)

    def _band_edges(self) -> tuple[float, float]:
        """Where the band begins and ends; both at the left edge where there is none."""
        total = self.profile.total.whisker
        if total.reference_low is None or total.reference_high is None:
            return 0, 0
        return self._x(total.reference_low), self._x(total.reference_high)

    def _draw_band(self, bottom: float) -> None:
        low, high = self._band_edges()
        if low == high:
            return
        self.canv.setFillGray(BAND)
        self.canv.rect(low, bottom, high - low, self._plot_height(), stroke=0, fill=1)
        self.canv.setStrokeGray(LINE)
        self.canv.setLineWidth(HAIRLINE)
        self.canv.setDash(2, 2)
        for x in (low, high):
            self.canv.line(x, bottom, x, bottom + self._plot_height())
        self.canv.setDash()

    def _draw_axis(self, bottom: float) -> None:
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(HAIRLINE)
        self.canv.line(self._x(0), bottom, self._x(1), bottom)
        for points in TICKS_POINTS:
            x, line = self._x(fraction(points)), set_line((ink(str(points)),))
            self.canv.line(x, bottom, x, bottom - 3)
            self._print(line, x - line.width(self.size) / 2, bottom - 12, MUTED)

    def _draw_rings(self, bottom: float) -> None:
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(0.7)
        base = self._bar_y(bottom, 0) + 7.5 + PILE_PITCH / 2
        for dot in self.profile.total.whisker.dots:
            y = base + dot.level * PILE_PITCH
            self.canv.circle(self._x(dot.x), y, RING_RADIUS, stroke=1, fill=0)

    def _draw_row(self, row: ProfileRow, y: float) -> None:
        low, high = self._x(row.whisker.low), self._x(row.whisker.high)
        self._draw_bar(low, high, y)
        self._draw_disc(self._x(row.whisker.estimate), y)
        line = set_line((ink(row.figures),))
        self._print(line, self._figures_x(row, line.width(self.size)), y - 3)

    def _figures_x(self, row: ProfileRow, room: float) -> float:
        """Behind the bar or before it, but never on the band: a copier turns its grey to dots."""
        marks = (row.whisker.low, row.whisker.estimate, row.whisker.high)
        low, high = self._x(min(marks)), self._x(max(marks))
        band_low, band_high = self._band_edges()
        behind = (high + 8, max(high, band_high) + 8)
        before = (low - 8 - room, min(low, band_low) - 8 - room)
        clear = (
            x
            for x in (*behind, *before)
            if x + room <= self.width and (x >= band_high or x + room <= band_low)
        )
        return next(clear, behind[0])

    def _draw_bar(self, low: float, high: float, y: float) -> None:
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(1.6)
        self.canv.line(low, y, high, y)
        for x in (low, high):
            self.canv.line(x, y - 3, x, y + 3)

    def _draw_disc(self, x: float, y: float) -> None:
        # A white rim keeps the disc apart from the bar on a coarse copier.
        self.canv.setFillGray(INK)
        self.canv.setStrokeGray(1)
        self.canv.setLineWidth(1)
        self.canv.circle(x, y, DISC_RADIUS, stroke=1, fill=1)

    def _draw_legend(self) -> None:
        rows = self._legend_rows(self.width)
        for number, row in enumerate(reversed(rows)):
            x, y = self.edge, number * self.legend_room + 4
            for mark, line in row:
                self._draw_mark(mark, x, y + 2.8)
                self._print(line, x + 20, y, MUTED)
                x += 20 + line.width(self.size) + 14

    def _draw_mark(self, mark: str, x: float, y: float) -> None:
        match mark:
            case "estimate":
                self._draw_disc(x + 11, y)
            case "interval":
                self._draw_bar(x, x + 15, y)
            case "reference":
                self.canv.setFillGray(BAND)
                self.canv.setStrokeGray(LINE)
                self.canv.setLineWidth(HAIRLINE)
                self.canv.setDash(2, 2)
                self.canv.rect(x + 1, y - 4, 14, 8, stroke=1, fill=1)
                self.canv.setDash()
            case "dots":
                self.canv.setStrokeGray(INK)
                self.canv.setLineWidth(0.7)
                self.canv.circle(x + 11, y, RING_RADIUS, stroke=1, fill=0)

    def _legend_rows(self, width: float) -> list[list[tuple[str, Line]]]:
        """Marks with their words, in as many rows as the width asks for."""
        legend = self.profile.legend
        named = (
            ("estimate", legend.estimate),
            ("interval", legend.interval),
            ("reference", legend.reference),
            ("dots", legend.dots),
        )
        rows: list[list[tuple[str, Line]]] = [[]]
        used = self.edge
        for mark, words in named:
            if not words:
                continue
            line = set_line((ink(words),))
            needed = 20 + line.width(self.size) + 14
            if rows[-1] and used + needed - 14 > width:
                rows.append([])
                used = self.edge
            rows[-1].append((mark, line))
            used += needed
        return rows

    def _print(self, line: Line, x: float, y: float, grey: float = INK) -> None:
        self.canv.setFillGray(grey)
        draw_line(self.canv, line, x, y, self.size)
