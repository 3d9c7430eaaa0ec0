"""Models of other tools: vendor attributes and expressions become ours, the rest is listed.

Camunda 7, Camunda 8, Flowable and Activiti. Vendor elements stay in the file as they are; what they
say is written beside them in our own elements. The report tells, element by element, what was
translated and what was not and why; nothing is dropped in silence.
"""

from dujiang.bpmn.dialects.tools import Tool, tool_of
from dujiang.bpmn.dialects.translate import Translated, translate
from dujiang.bpmn.dialects.uel import NotTranslatable, feel_of

__all__ = ["NotTranslatable", "Tool", "Translated", "feel_of", "tool_of", "translate"]
