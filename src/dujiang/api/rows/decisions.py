"""The contract's rows for rules: decision models, their versions, test cases and trials."""

from typing import Final

from dujiang.api.endpoints import FILE_BODY_BYTES, MODEL_BODY_BYTES, Endpoint
from dujiang.api.schemas import decisions
from dujiang.api.schemas.common import Nothing

_RULES: Final = "rule.design"
_ONE: Final = "/decisions/{decision_key}"

ROWS: Final = (
    Endpoint(
        operation="listDecisions", method="GET", path="/decisions", permission=_RULES, tag="rules",
        says="The decision models: which version is in force, which comes, how much they are used.",
        answers=decisions.RuleList,
    ),
    Endpoint(
        operation="readDecision", method="GET", path=_ONE, permission=_RULES, tag="rules",
        says="One decision model with its versions, decisions, users and hits by rule.",
        answers=decisions.RuleDetail,
    ),
    Endpoint(
        operation="readDecisionVersion", method="GET", path=f"{_ONE}/versions/{{version}}",
        permission=_RULES, tag="rules",
        says="A version with its DMN document.",
        answers=decisions.RuleDocument,
    ),
    Endpoint(
        operation="restoreDecision", method="POST", path=f"{_ONE}/versions/{{version}}/restore",
        permission=_RULES, tag="rules",
        says="Make an earlier version's content the next version.",
        takes=decisions.RuleChange, answers=decisions.RuleDeployed, status=201,
    ),
    Endpoint(
        operation="withdrawDecision", method="POST", path=f"{_ONE}/versions/{{version}}/withdraw",
        permission=_RULES, tag="rules",
        says="Take a version back that is not in force yet.",
        answers=Nothing,
    ),
    Endpoint(
        operation="readDecisionDraft", method="GET", path=f"{_ONE}/draft",
        permission=_RULES, tag="rules",
        says="The draft, or the version in force as the start of one.",
        answers=decisions.RuleDraft, has_etag=True,
    ),
    Endpoint(
        operation="saveDecisionDraft", method="PUT", path=f"{_ONE}/draft",
        permission=_RULES, tag="rules",
        says="Save the draft; `If-Match` carries the ETag it was read with, `\"0\"` for a new one.",
        takes=decisions.RuleDraftDocument, answers=decisions.RuleDraft,
        has_etag=True, needs_match=True, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="discardDecisionDraft", method="DELETE", path=f"{_ONE}/draft",
        permission=_RULES, tag="rules",
        says="Throw the draft away; the versions stay.",
        answers=Nothing,
    ),
    Endpoint(
        operation="deployDecision", method="POST", path=f"{_ONE}/deployments",
        permission=_RULES, tag="rules",
        says="Make the draft the next version, in force at once or from a day.",
        takes=decisions.RuleDeployment, answers=decisions.RuleDeployed, status=201,
    ),
    Endpoint(
        operation="lintDecision", method="POST", path=f"{_ONE}/lint",
        permission=_RULES, tag="rules",
        says="What is wrong or doubtful about a document: gaps, overlaps, types; changes nothing.",
        takes=decisions.RuleDraftDocument, answers=decisions.RuleReport,
        max_body_bytes=MODEL_BODY_BYTES, is_slow=True,
    ),
    Endpoint(
        operation="evaluateDecision", method="POST", path=f"{_ONE}/evaluate",
        permission=_RULES, tag="rules",
        says="Ask a decision, with its explanation; changes nothing.",
        takes=decisions.EvaluateRule, answers=decisions.RuleAnswer,
        max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="tryDecision", method="POST", path=f"{_ONE}/trial",
        permission=_RULES, tag="rules",
        says="What a changed document makes of the last evaluations; changes nothing.",
        takes=decisions.TryRule, answers=decisions.RuleTrial,
        max_body_bytes=MODEL_BODY_BYTES, is_slow=True,
    ),
    Endpoint(
        operation="listDecisionCases", method="GET", path=f"{_ONE}/cases",
        permission=_RULES, tag="rules",
        says="The test cases of a model.",
        answers=decisions.RuleCaseList,
    ),
    Endpoint(
        operation="createDecisionCase", method="POST", path=f"{_ONE}/cases",
        permission=_RULES, tag="rules",
        says="Add a test case.",
        takes=decisions.RuleCaseDocument, answers=decisions.RuleCaseSaved, status=201,
    ),
    Endpoint(
        operation="saveDecisionCase", method="PUT", path=f"{_ONE}/cases/{{case_id}}",
        permission=_RULES, tag="rules",
        says="Change a test case.",
        takes=decisions.RuleCaseDocument, answers=decisions.RuleCaseSaved,
    ),
    Endpoint(
        operation="deleteDecisionCase", method="DELETE", path=f"{_ONE}/cases/{{case_id}}",
        permission=_RULES, tag="rules",
        says="Remove a test case.",
        answers=Nothing,
    ),
    Endpoint(
        operation="runDecisionCases", method="POST", path=f"{_ONE}/cases/run",
        permission=_RULES, tag="rules",
        says="Ask a document every test case; changes nothing.",
        takes=decisions.RunCases, answers=decisions.CaseResults,
        max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="writeDecisionSheet", method="GET",
        path=f"{_ONE}/tables/{{decision_id}}/table.xlsx",
        permission=_RULES, tag="rules",
        says="A decision table as a spreadsheet: of the draft, else of the version in force.",
        produces="binary", is_slow=True,
    ),
    Endpoint(
        operation="readDecisionSheet", method="POST",
        path=f"{_ONE}/tables/{{decision_id}}/sheets",
        permission=_RULES, tag="rules",
        says="A spreadsheet read as that table, with problems by cell; saves nothing.",
        answers=decisions.ReadSheet, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
)  # fmt: skip
