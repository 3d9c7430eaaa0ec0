"""The one place that shops: picks every concrete class and plugs the rooms together."""

from dujiang.main.app import App, build
from dujiang.main.rooms import TABLES
from dujiang.main.tools import Tools

__all__ = ["TABLES", "App", "Tools", "build"]
