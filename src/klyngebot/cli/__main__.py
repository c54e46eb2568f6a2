"""`python -m klyngebot.cli`."""

from klyngebot.cli import main

main()
