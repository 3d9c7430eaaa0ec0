"""The example that the README gives."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from dujiang_worker import BpmnError, Handler

from tests.architecture.source import ROOT


def test_the_example_of_the_readme_works() -> None:
    text = (ROOT / "sdk" / "python" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {"__name__": "credit"}
    exec(compile(example, "README.md", "exec"), names)  # noqa: S102 - our own text
    check: Handler = names["check_credit"]

    due = date(2026, 3, 31)
    assert check("都江", Decimal(9_000), due) == {"is_good": True, "checked_on": due}
    with pytest.raises(BpmnError) as raised:
        check("都江", Decimal(100_001), due)
    assert (raised.value.code, raised.value.variables) == ("LIMIT", {"limit": 100_000})
