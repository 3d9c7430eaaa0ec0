"""The command line: one file a command, each a few lines over the same calls as the API."""

from dujiang.cli.commands import command_line, run
from dujiang.cli.shop import Opened, Shop

__all__ = ["Opened", "Shop", "command_line", "run"]
