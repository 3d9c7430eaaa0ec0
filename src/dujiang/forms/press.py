"""The press: lays a page out in a process of its own, so that it can be stopped and has no memory.

Run by `dujiang.forms.typesetting` as a program; imports nothing of the product, to start quickly.
Reads one JSON document from standard input, writes the PDF to standard output.
"""

import json
import resource
import sys

import typst

MAX_MEMORY_BYTES = 2_000_000_000


def press() -> None:
    """Lay out what standard input holds: the template, its data, and where fonts are."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    job = json.load(sys.stdin)
    compiler = typst.Compiler(
        font_paths=[job["fonts"]], ignore_system_fonts=job["has_all_characters"]
    )
    pdf = compiler.compile(
        input=job["template"].encode(), sys_inputs={"data": job["data"]}, format="pdf"
    )
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    press()
