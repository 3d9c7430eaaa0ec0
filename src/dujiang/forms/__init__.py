"""Forms: what they ask, what they compute, who may see and change what, and whether it is right.

One schema (form-js' file format plus `dj`), one meaning in browser and server; the cases in
`cases/forms` run on both sides. Knows no tasks and no processes: variables, the present and the
look-up functions arrive as a `Situation`.
"""

from dujiang.forms.access import access_at, live_fields, visible_schema
from dujiang.forms.capitals import in_capitals
from dujiang.forms.importing import Proposal, fields_from_file, fields_from_text
from dujiang.forms.model import Access, AccessMap, Field, Form, Option, Rule, Total
from dujiang.forms.packages import check_forms
from dujiang.forms.printing import PrintHead, PrintReader, TrailEntry, print_form
from dujiang.forms.reader import ReadForm, read_form
from dujiang.forms.sealing import COVERED, About, SealedFields, covered
from dujiang.forms.settling import Settled, Situation, default_values, hidden_now
from dujiang.forms.submission import (
    Checked,
    Evaluation,
    check_submission,
    evaluate,
    initial_values,
    present_values,
    visible_values,
)
from dujiang.forms.typed import file_ids, masked, plain_json, write_value
from dujiang.forms.versions import FormsOfVersions

__all__ = [
    "COVERED",
    "About",
    "Access",
    "AccessMap",
    "Checked",
    "Evaluation",
    "Field",
    "Form",
    "FormsOfVersions",
    "Option",
    "PrintHead",
    "PrintReader",
    "Proposal",
    "ReadForm",
    "Rule",
    "SealedFields",
    "Settled",
    "Situation",
    "Total",
    "TrailEntry",
    "access_at",
    "check_forms",
    "check_submission",
    "covered",
    "default_values",
    "evaluate",
    "fields_from_file",
    "fields_from_text",
    "file_ids",
    "hidden_now",
    "in_capitals",
    "initial_values",
    "live_fields",
    "masked",
    "plain_json",
    "present_values",
    "print_form",
    "read_form",
    "visible_schema",
    "visible_values",
    "write_value",
]
