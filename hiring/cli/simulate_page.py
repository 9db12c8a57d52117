"""A simulation as one HTML page that needs nothing beside itself: no script, no other file."""

from base64 import b64encode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hiring import places
from hiring.cli.simulate_charts import (
    DotChart,
    bias_charts,
    coverage_chart,
    norm_chart,
    reversal_charts,
)
from hiring.cli.simulate_words import Told
from hiring.simulation import Findings

TEMPLATE = "simulation/report.html"
STYLESHEETS = ("app.css", "simulation.css")
KEYS = {
    "intervals": ("what was found", "give or take chance", "what is promised"),
    "words": ("what was found", "", "what is promised, at most"),
    "styles": ("gain or loss", "", "plain answers"),
    "norms": ("the truth", "90 % interval", ""),
}


def page_text(report: Told, findings: Findings) -> str:
    """The page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(places.templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        report=report, charts=_charts(findings), keys=KEYS, stylesheet=_stylesheet()
    )


def _charts(findings: Findings) -> dict[str, tuple[DotChart, ...]]:
    """Section → its pictures."""
    return {
        "intervals": (coverage_chart(findings),),
        "words": reversal_charts(findings),
        "styles": bias_charts(findings),
        "norms": (norm_chart(findings),),
    }


def _stylesheet() -> str:
    """The house's own styles as an address that holds them: the page travels alone."""
    css = "\n".join(
        (places.STATIC / "css" / name).read_text(encoding="utf-8") for name in STYLESHEETS
    )
    return f"data:text/css;base64,{b64encode(css.encode()).decode()}"
