"""A house full of simulated people: ``people`` invents them, ``house`` moves them in."""

from hiring.demo.house import DemoHouse, furnish

__all__ = ["DemoHouse", "furnish"]
