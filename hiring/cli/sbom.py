"""The inventory of packages that are installed here, in the form that scanners read (CycloneDX).

Written from what Python finds, not from the lock file: a list of what should be there helps nobody
who asks what is. Nothing is fetched, and the same installation gives the same bytes.
"""

import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import click

PRODUCT = "hiring"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_LICENCE = 100  # some packages put the whole text there


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write; without it the inventory is printed.",
)
def sbom(out: Path | None) -> None:
    """List every installed package with version and licence, for scanners (CycloneDX)."""
    text = json.dumps(inventory(), indent=2, sort_keys=True) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"Written: {out}")


def inventory() -> dict[str, Any]:
    """The installed packages as a CycloneDX document of version 1.6, in order of their names."""
    found = {_plain(one.name): one for one in distributions() if one.name}
    product = found.pop(PRODUCT)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(product) | {"type": "application"}},
        "components": [_component(found[name]) for name in sorted(found)],
        "dependencies": [
            {"ref": _address(one), "dependsOn": _needed(one, found)}
            for one in (product, *(found[name] for name in sorted(found)))
        ],
    }


def _component(one: Distribution) -> dict[str, Any]:
    address = _address(one)
    facts = {
        "type": "library",
        "bom-ref": address,
        "name": _plain(one.name),
        "version": one.version,
        "purl": address,
    }
    licence = _licence(one)
    return facts | ({"licenses": [licence]} if licence else {})


def _licence(one: Distribution) -> dict[str, Any] | None:
    """What the package says of itself: an expression where it has one, else a name, else None."""
    facts = one.metadata.json
    expression, name = facts.get("license_expression"), facts.get("license")
    if expression:
        return {"expression": str(expression)}
    if name and len(str(name)) <= _LONGEST_LICENCE:
        return {"license": {"name": str(name)}}
    marks = [mark for mark in facts.get("classifier", ()) if mark.startswith("License ::")]
    return {"license": {"name": marks[0].rsplit(" :: ", 1)[-1]}} if marks else None


def _needed(one: Distribution, found: dict[str, Distribution]) -> list[str]:
    """The addresses of what it asks for and what is there; what only an extra asks for is not."""
    asked = [line for line in one.requires or () if "extra ==" not in line]
    names = {_plain(match[0]) for line in asked if (match := _NAME.match(line))}
    return sorted(_address(found[name]) for name in names if name in found)


def _address(one: Distribution) -> str:
    return f"pkg:pypi/{_plain(one.name)}@{one.version}"


def _plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
