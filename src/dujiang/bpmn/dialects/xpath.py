"""Other notations of conditions -> FEEL: XPath with BPMN's functions, boxed DMN expressions.

`bpmn:getDataObject('approved') = 'yes'` becomes `approved = "yes"`. XPath is the default expression
language of BPMN 2.0 (10.4.3); only its small part that appears in conditions is understood.
"""

import re
from html import unescape
from typing import Final

FUNCTIONS: Final = re.compile(
    r"(?:[A-Za-z_][\w.-]*:)?get(?:DataObject|ProcessProperty|ActivityProperty|DataInput|DataOutput)"
    r"\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*(?:,[^()]*)?\)(/[\w/:@-]+)?"
)
BOXED: Final = re.compile(r"<(?:\w+:)?literalExpression\b.*?<(?:\w+:)?text>(.*?)</", re.DOTALL)
SINGLE_QUOTED: Final = re.compile(r"'([^']*)'")


def is_foreign(text: str) -> bool:
    """Whether a text has marks that FEEL does not have."""
    bare = re.sub(r"\"[^\"]*\"", "", text)
    return FUNCTIONS.search(text) is not None or "==" in bare or _has_single_quotes(bare)


def boxed_text(text: str) -> str:
    """The FEEL inside a DMN literal expression that is written as XML; empty when it is none."""
    found = BOXED.search(text)
    return "" if found is None else unescape(found.group(1)).strip()


def _has_single_quotes(text: str) -> bool:
    return SINGLE_QUOTED.search(text) is not None


def feel_of_xpath(text: str) -> str:
    """The FEEL expression that means the same."""
    text = FUNCTIONS.sub(_variable, text)
    text = SINGLE_QUOTED.sub(lambda found: '"' + found.group(1).replace('"', '\\"') + '"', text)
    text = re.sub(r"\b(true|false)\(\)", r"\1", text)
    return text.replace("==", "=").replace("&&", " and ").replace("||", " or ")


def _variable(found: "re.Match[str]") -> str:
    name = found.group(1) or found.group(2) or ""
    path = (found.group(3) or "").strip("/")
    steps = [step.rpartition(":")[2].lstrip("@") for step in path.split("/") if step]
    return ".".join([name, *steps])
