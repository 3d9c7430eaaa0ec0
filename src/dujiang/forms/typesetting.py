"""Laying out a page, bounded: a process of its own with a time limit and a memory limit.

A form may hold anything that people write. A layout that does not end, or that takes more memory
than a page may, is stopped without harm to the server.
"""

import subprocess
import sys
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

import msgspec

from dujiang.kernel.errors import LimitExceeded

MAX_LAYOUT_S: Final = 20
_PRESS: Final = "press.py"
_FONTS: Final = "fonts"
_OUR_FAULT: Final = 1
"""The press ends so when the template is wrong; without memory it is ended by a signal."""


def typeset(template: str, data: str) -> bytes:
    """The PDF of a template of this room over `data` (JSON).

    Raises `LimitExceeded("forms.print.too_slow")` when it takes too long, `("...too_large")` when
    it takes too much memory.
    """
    with (
        as_file(files(__package__).joinpath(_FONTS)) as fonts,
        as_file(files(__package__).joinpath(_PRESS)) as program,
    ):
        job = {
            "template": _source(template),
            "data": data,
            "fonts": str(fonts),
            "has_all_characters": _is_covered(data),
        }
        try:
            done = subprocess.run(  # noqa: S603 - our own program, nothing of a user in its arguments
                [sys.executable, "-I", str(program)],
                input=msgspec.json.encode(job),
                capture_output=True,
                timeout=MAX_LAYOUT_S,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded("forms.print.too_slow", limit_s=MAX_LAYOUT_S) from error
        except subprocess.CalledProcessError as error:
            if error.returncode != _OUR_FAULT:
                raise LimitExceeded("forms.print.too_large") from error
            raise AssertionError(error.stderr.decode(errors="replace")[-2_000:]) from error
    return done.stdout


@lru_cache(maxsize=4)
def _source(template: str) -> str:
    return files(__package__).joinpath(template).read_text("utf-8")


def _is_covered(text: str) -> bool:
    """Whether our font has all characters: GB 2312 and Latin letters."""
    rest = "".join(letter for letter in text if ord(letter) >= 0x180)
    try:
        rest.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
