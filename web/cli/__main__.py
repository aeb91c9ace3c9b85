"""Run the command line as ``python -m web.cli``."""

from web.cli import main

main(prog_name="bygdematch")
