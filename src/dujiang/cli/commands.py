"""All commands together, and how their errors are told."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from cyclopts import App

from dujiang import __version__
from dujiang.cli import db, demo, deploy, docs, doctor, init, openapi, search, serve, token, user
from dujiang.cli.shop import Shop, speaker
from dujiang.kernel.errors import DujiangError
from dujiang.kernel.words import Language
from dujiang.store import StoreError

_COMMANDS: Final = (serve, init, demo, deploy, user, token, db, search, doctor, openapi, docs)


def command_line(shop: Shop, language: Language) -> App:
    """The program `dujiang` with all its commands."""
    app = App(
        name="dujiang",
        version=__version__,
        help="Draw a business process, give it forms and rules, run it.",
    )
    say = speaker(shop.words, language)
    for command in _COMMANDS:
        command.register(app, shop, say)
    return app


def run(shop: Shop, arguments: Sequence[str]) -> int:
    """Run one command; the exit code. What went wrong is told in a sentence, code last."""
    language = terminal_language(os.environ)
    app = command_line(shop, language)
    try:
        result = app(list(arguments), result_action="return_value")
    except DujiangError as error:
        _tell(shop, error, language)
        return 1
    except StoreError as error:
        sentence = shop.words.say("cli.doctor.database_away", {"reason": str(error)}, language)
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return result if isinstance(result, int) else 0


def terminal_language(environment: Mapping[str, str]) -> Language:
    """Chinese where the terminal is, else English."""
    tag = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "zh-CN" if (tag or "").lower().startswith("zh") else "en-US"


def _tell(shop: Shop, error: DujiangError, language: Language) -> None:
    sentence = shop.words.say(error.code, error.params, language)
    print(f"{sentence} [{error.code}]", file=sys.stderr)
    for problem in error.problems:
        detail = shop.words.say(problem.code, problem.params, language)
        place = f"{problem.path}: " if problem.path else ""
        print(f"  {place}{detail} [{problem.code}]", file=sys.stderr)
