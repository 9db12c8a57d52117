"""``python -m hiring`` is the ``hiring`` command."""

from hiring.cli import main

main()
