"""The program `dujiang`: gives the command line its shop."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dujiang.api.logs import configure
from dujiang.api.openapi import openapi_json
from dujiang.cli import run
from dujiang.kernel.words import Words, load_words
from dujiang.main import Tools, build
from dujiang.settings import Settings, from_process


class House:
    """What the commands are given."""

    def __init__(self) -> None:
        self._words: Words | None = None

    @property
    def words(self) -> Words:
        """The words of all rooms."""
        if self._words is None:
            self._words = load_words()
        return self._words

    def settings(self, config: Path | None, **overrides: object) -> Settings:
        """The settings of this process."""
        settings = from_process(config, **overrides)
        configure(settings.log_format, settings.log_level)
        return settings

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[Tools]:
        """Open the installation, and close it again."""
        app = build(settings)
        try:
            app.install()
            yield Tools(app)
        finally:
            app.close()

    def openapi(self) -> bytes:
        """The API's description."""
        return openapi_json()


def main() -> None:
    """Entry point of the installed program."""
    sys.exit(run(House(), sys.argv[1:]))


if __name__ == "__main__":
    main()
