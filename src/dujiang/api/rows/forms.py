"""The contract's rows for building forms and printing them."""

from typing import Final

from dujiang.api.endpoints import FILE_BODY_BYTES, MODEL_BODY_BYTES, Endpoint
from dujiang.api.schemas import forms, instances

ROWS: Final = (
    Endpoint(
        operation="checkForm", method="POST", path="/forms/check",
        permission="process.design", tag="forms",
        says="What is wrong with a form schema; changes nothing.",
        takes=forms.FormToCheck, answers=forms.FormReport, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="beginFormTrial", method="POST", path="/forms/trials",
        permission="process.design", tag="forms",
        says="A draft form with its defaults, as if I began to fill it in; changes nothing.",
        takes=forms.FormTrial, answers=forms.FormStart, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="tryForm", method="POST", path="/forms/evaluate",
        permission="process.design", tag="forms",
        says="Computed fields, problems and options of a draft form; changes nothing.",
        takes=forms.FormTrial, answers=instances.Evaluation, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="importFields", method="POST", path="/forms/imports",
        permission="process.design", tag="forms",
        says="Fields found in a sheet, a document or a text file, as a proposal.",
        answers=forms.FieldProposal, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="importPastedFields", method="POST", path="/forms/pasted-imports",
        permission="process.design", tag="forms",
        says="Fields found in a pasted list, as a proposal.",
        takes=forms.PastedList, answers=forms.FieldProposal,
    ),
    Endpoint(
        operation="printInstance", method="GET", path="/instances/{instance_id}/print.pdf",
        permission="instance.read", tag="instances",
        says="The form as I may see it with its approval trail, as PDF.",
        query=forms.PrintQuery, produces="binary", is_slow=True,
    ),
)  # fmt: skip
