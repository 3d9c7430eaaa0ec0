"""A diagram for models that have none: columns from left to right, pools below each other.

Ranks by longest path, order by barycentres, rows aligned with what leads to them; loops go round
below, boundary events hang on their activity, message flows run between pools.
"""

from dujiang.bpmn.layout.diagram import has_layout, lay_out

__all__ = ["has_layout", "lay_out"]
