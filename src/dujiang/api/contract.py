"""The whole HTTP API on one page: every method and path, who may, what comes in and goes out.

Prefix `/api/v1`. From here come the running routes, `web/openapi.json` and the typed client.
"""

from typing import Final

from dujiang.api.endpoints import (
    FILE_BODY_BYTES,
    MODEL_BODY_BYTES,
    Endpoint,
    checked,
)
from dujiang.api.rows import (
    absences,
    audit,
    background,
    connections,
    copies,
    decisions,
    finding,
    forms,
    ledgers,
    mailing,
    operations,
    organisation,
    permissions,
    reports,
    second_factor,
    workers,
)
from dujiang.api.schemas import business, instances, items, processes, session
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import PUBLIC, SIGNED_IN

PREFIX: Final = "/api/v1"

_SESSION = (
    Endpoint(
        operation="readWelcome", method="GET", path="/welcome", permission=PUBLIC, tag="session",
        says="Whose installation this is, and how one may sign in.",
        query=session.WelcomeQuery, answers=session.Welcome,
    ),
    Endpoint(
        operation="beginSingleSignOn", method="GET", path="/session/openid",
        permission=PUBLIC, tag="session",
        says="Send the browser to the OpenID provider.",
        query=session.SingleSignOnQuery, produces="text", is_slow=True,
    ),
    Endpoint(
        operation="endSingleSignOn", method="GET", path="/session/openid/callback",
        permission=PUBLIC, tag="session",
        says="Where the provider sends the browser back: opens the session.",
        query=session.ComingBackQuery, produces="text", is_slow=True,
    ),
    Endpoint(
        operation="signIn", method="POST", path="/session", permission=PUBLIC, tag="session",
        says="Sign in; the answer sets the session cookie.",
        takes=session.SignIn, answers=session.SessionView, is_slow=True,
    ),
    Endpoint(
        operation="readSession", method="GET", path="/session", permission=SIGNED_IN, tag="session",
        says="Who is signed in, and the CSRF token.",
        answers=session.SessionView,
    ),
    Endpoint(
        operation="signOut", method="DELETE", path="/session", permission=SIGNED_IN, tag="session",
        says="End this session.",
        answers=Nothing,
    ),
    Endpoint(
        operation="savePreferences", method="PUT", path="/me/preferences",
        permission=SIGNED_IN, tag="session",
        says="Language and theme of the person who is signed in.",
        takes=session.Preferences, answers=Nothing,
    ),
    Endpoint(
        operation="changePassword", method="PUT", path="/me/password",
        permission=SIGNED_IN, tag="session",
        says="Set a new password; other sessions of the person end.",
        takes=session.PasswordChange, answers=Nothing, is_slow=True,
    ),
    Endpoint(
        operation="listTokens", method="GET", path="/tokens", permission=SIGNED_IN, tag="session",
        says="My API tokens.",
        answers=session.TokenList,
    ),
    Endpoint(
        operation="createToken", method="POST", path="/tokens", permission=SIGNED_IN, tag="session",
        says="A new API token; its secret is shown once.",
        takes=session.NewToken, answers=session.CreatedToken, status=201,
    ),
    Endpoint(
        operation="deleteToken", method="DELETE", path="/tokens/{token_id}",
        permission=SIGNED_IN, tag="session",
        says="Revoke a token of mine.",
        answers=Nothing,
    ),
)  # fmt: skip

_STARTING = (
    Endpoint(
        operation="readCatalogue", method="GET", path="/catalogue",
        permission="process.start", tag="starting",
        says="The processes that I may start.",
        answers=instances.Catalogue,
    ),
    Endpoint(
        operation="readStartForm", method="GET", path="/processes/{process_key}/start-form",
        permission="process.start", tag="starting",
        says="The start form with its defaults, or with my draft.",
        answers=instances.StartForm,
    ),
    Endpoint(
        operation="saveStartDraft", method="PUT", path="/processes/{process_key}/start-draft",
        permission="process.start", tag="starting",
        says="Keep what I have typed into the start form so far.",
        takes=instances.DraftValues, answers=instances.SavedDraft,
    ),
    Endpoint(
        operation="deleteStartDraft", method="DELETE", path="/processes/{process_key}/start-draft",
        permission="process.start", tag="starting",
        says="Throw my draft of the start form away.",
        answers=Nothing,
    ),
    Endpoint(
        operation="evaluateForm", method="POST", path="/processes/{process_key}/evaluate",
        permission="process.start", tag="starting",
        says="Computed fields, problems and options for values; changes nothing.",
        takes=instances.Evaluate, answers=instances.Evaluation,
    ),
    Endpoint(
        operation="previewPath", method="POST", path="/processes/{process_key}/preview",
        permission="process.start", tag="starting",
        says="The way that an instance with these values would take; changes nothing.",
        takes=instances.PreviewRequest, answers=instances.Preview,
    ),
    Endpoint(
        operation="startInstance", method="POST", path="/instances",
        permission="process.start", tag="starting",
        says="Submit a start form.",
        takes=instances.StartRequest, answers=instances.Started, status=201,
    ),
)  # fmt: skip

_INSTANCES = (
    Endpoint(
        operation="listInstances", method="GET", path="/instances",
        permission="instance.read", tag="instances",
        says="Instances started by me, or all that I may see; newest first.",
        query=instances.InstancesQuery, answers=instances.InstanceList,
    ),
    Endpoint(
        operation="readInstance", method="GET", path="/instances/{instance_id}",
        permission="instance.read", tag="instances",
        says="One instance with its form, path and whom it waits for.",
        answers=instances.InstanceDetail,
    ),
    Endpoint(
        operation="readTimeline", method="GET", path="/instances/{instance_id}/timeline",
        permission="instance.read", tag="instances",
        says="What happened, newest first.",
        answers=instances.Timeline,
    ),
    Endpoint(
        operation="readDiagram", method="GET", path="/instances/{instance_id}/diagram",
        permission="instance.read", tag="instances",
        says="The model and how far the instance has come in it.",
        answers=instances.Diagram,
    ),
    Endpoint(
        operation="listInstanceEvents", method="GET", path="/instances/{instance_id}/events",
        permission="instance.operate", tag="instances",
        says="The technical log: every command and its facts, oldest first.",
        query=instances.EventLogQuery, answers=instances.EventLog,
    ),
    Endpoint(
        operation="withdrawInstance", method="POST", path="/instances/{instance_id}/withdraw",
        permission="instance.withdraw", tag="instances",
        says="Take my instance back to its start form.",
        takes=instances.Reason, answers=instances.InstanceChanged,
    ),
    Endpoint(
        operation="cancelInstance", method="POST", path="/instances/{instance_id}/cancel",
        permission="instance.read", tag="instances",
        says="End the instance for good, with a reason.",
        takes=instances.Reason, answers=instances.InstanceChanged,
    ),
    Endpoint(
        operation="revokeInstance", method="POST", path="/instances/{instance_id}/revoke",
        permission="instance.withdraw", tag="instances",
        says="Ask that my approved instance be revoked: starts a linked one.",
        takes=instances.Reason, answers=instances.Started, status=201,
    ),
    Endpoint(
        operation="remindInstance", method="POST", path="/instances/{instance_id}/remind",
        permission="instance.remind", tag="instances",
        says="Urge everybody who has an open item.",
        takes=instances.Reason, answers=instances.Reminded,
    ),
    Endpoint(
        operation="listComments", method="GET", path="/instances/{instance_id}/comments",
        permission="instance.read", tag="instances",
        says="The discussion, oldest first.",
        answers=instances.CommentList,
    ),
    Endpoint(
        operation="addComment", method="POST", path="/instances/{instance_id}/comments",
        permission="instance.comment", tag="instances",
        says="Add a remark to the discussion.",
        takes=instances.NewComment, answers=instances.Comment, status=201,
    ),
)  # fmt: skip

_ITEMS = (
    Endpoint(
        operation="listItems", method="GET", path="/items", permission="item.read", tag="items",
        says="My to-do, done and copied lists.",
        query=items.ItemsQuery, answers=items.ItemList,
    ),
    Endpoint(
        operation="countItems", method="GET", path="/items/counts",
        permission="item.read", tag="items",
        says="Counts for the navigation and the list's segments.",
        answers=items.BoxCounts,
    ),
    Endpoint(
        operation="readItem", method="GET", path="/items/{item_id}",
        permission="item.read", tag="items",
        says="An item with its instance, form and actions.",
        query=items.ItemsQuery, answers=items.ItemDetail, has_etag=True,
    ),
    Endpoint(
        operation="markItemRead", method="POST", path="/items/{item_id}/read",
        permission="item.read", tag="items",
        says="I have opened the item.",
        answers=Nothing,
    ),
    Endpoint(
        operation="readConsequences", method="GET", path="/items/{item_id}/consequences",
        permission="item.read", tag="items",
        says="What an action will remove, keep, pause and open, in sentences.",
        query=items.ConsequencesQuery, answers=items.Consequences,
    ),
    Endpoint(
        operation="decideItem", method="POST", path="/items/{item_id}/decisions",
        permission="item.decide", tag="items",
        says="Act on my item: approve, reject, return, complete, claim, take back and the others.",
        takes=items.Decision, answers=items.Decided,
    ),
    Endpoint(
        operation="takeBackItem", method="POST", path="/items/{item_id}/take-back",
        permission="item.decide", tag="items",
        says="Take my last decision back while what follows is untouched.",
        takes=instances.Reason, answers=items.Decided,
    ),
    Endpoint(
        operation="saveItemDraft", method="PUT", path="/items/{item_id}/draft",
        permission="item.decide", tag="items",
        says="Keep what I have typed so far; nobody else sees it.",
        takes=instances.DraftValues, answers=instances.SavedDraft,
    ),
    Endpoint(
        operation="decideItems", method="POST", path="/items/decisions",
        permission="item.decide", tag="items",
        says="The same decision on several items; each on its own.",
        takes=items.BulkDecision, answers=items.BulkReport,
    ),
)  # fmt: skip

_BUSINESS = (
    Endpoint(
        operation="uploadFile", method="POST", path="/files", permission="file.use", tag="files",
        says="Upload one file; it belongs to me until a form refers to it.",
        answers=business.File, status=201, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="downloadFile", method="GET", path="/files/{file_id}",
        permission="file.use", tag="files",
        says="A file's content, for its uploader and the readers of an instance that refers to it.",
        produces="binary",
    ),
    Endpoint(
        operation="readFile", method="GET", path="/files/{file_id}/facts",
        permission="file.use", tag="files",
        says="Name, size and type of a file.",
        answers=business.File,
    ),
    Endpoint(
        operation="listPeople", method="GET", path="/people",
        permission="person.read", tag="organisation",
        says="Search people by name, login or number, or fetch them by ids.",
        query=business.PeopleQuery, answers=business.PersonList,
    ),
    Endpoint(
        operation="listDepartments", method="GET", path="/departments",
        permission="person.read", tag="organisation",
        says="The tree of departments.",
        answers=business.DepartmentList,
    ),
    Endpoint(
        operation="listNotices", method="GET", path="/notices", permission=SIGNED_IN, tag="notices",
        says="What I was told, newest first.",
        query=business.NoticesQuery, answers=business.NoticeList,
    ),
    Endpoint(
        operation="readNotices", method="POST", path="/notices/read",
        permission=SIGNED_IN, tag="notices",
        says="I have seen my notices up to this one.",
        takes=business.NoticesRead, answers=Nothing,
    ),
    Endpoint(
        operation="streamEvents", method="GET", path="/events", permission=SIGNED_IN, tag="notices",
        says="Server-sent events: topics that changed, for refetching what is shown.",
        produces="events",
    ),
)  # fmt: skip

_DESIGN = (
    Endpoint(
        operation="listProcesses", method="GET", path="/processes",
        permission="process.read", tag="processes",
        says="The processes with their version and how they run.",
        answers=processes.ProcessList,
    ),
    Endpoint(
        operation="readProcess", method="GET", path="/processes/{process_key}",
        permission="process.read", tag="processes",
        says="One process.",
        answers=processes.ProcessDetail,
    ),
    Endpoint(
        operation="listVersions", method="GET", path="/processes/{process_key}/versions",
        permission="process.read", tag="processes",
        says="The versions of a process, newest first.",
        answers=processes.VersionList,
    ),
    Endpoint(
        operation="readVersion", method="GET", path="/versions/{version_id}",
        permission="process.read", tag="processes",
        says="A version with its documents.",
        answers=processes.VersionDetail,
    ),
    Endpoint(
        operation="readDraft", method="GET", path="/processes/{process_key}/draft",
        permission="process.design", tag="processes",
        says="The draft, or the version in force as the start of one.",
        answers=processes.Draft, has_etag=True,
    ),
    Endpoint(
        operation="saveDraft", method="PUT", path="/processes/{process_key}/draft",
        permission="process.design", tag="processes",
        says="Save the draft; `If-Match` carries the ETag it was read with.",
        takes=processes.DraftDocument, answers=processes.Draft,
        has_etag=True, needs_match=True, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="lintModel", method="POST", path="/models/lint",
        permission="process.design", tag="processes",
        says="What is wrong with a model; changes nothing.",
        takes=processes.LintRequest, answers=processes.LintReport, max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="deployProcess", method="POST", path="/processes/{process_key}/deployments",
        permission="process.deploy", tag="processes",
        says="Put the draft in force for new instances; running ones keep their version.",
        takes=processes.DeployRequest, answers=processes.Deployed, status=201,
    ),
    Endpoint(
        operation="listIncidents", method="GET", path="/incidents",
        permission="incident.read", tag="operations",
        says="What stopped and needs an operator, newest first.",
        query=processes.IncidentsQuery, answers=processes.IncidentList,
    ),
    Endpoint(
        operation="retryIncident", method="POST", path="/incidents/{incident_id}/retry",
        permission="incident.repair", tag="operations",
        says="Try again what had failed.",
        answers=Nothing,
    ),
    Endpoint(
        operation="listJobs", method="GET", path="/jobs",
        permission="incident.read", tag="operations",
        says="Jobs and deliveries that wait, run or have failed.",
        query=processes.JobsQuery, answers=processes.JobList,
    ),
)  # fmt: skip

_SELF = (
    Endpoint(
        operation="readOpenApi", method="GET", path="/openapi.json",
        permission=PUBLIC, tag="description",
        says="This description.",
        produces="text",
    ),
)  # fmt: skip

ENDPOINTS: Final = checked(
    (
        *(*_SESSION, *_STARTING, *_INSTANCES, *_ITEMS, *_BUSINESS, *_DESIGN),
        *(*background.ROWS, *decisions.ROWS, *forms.ROWS, *organisation.ROWS),
        *(*permissions.ROWS, *absences.ROWS, *second_factor.ROWS, *copies.ROWS),
        *(*finding.ROWS, *operations.ROWS, *ledgers.ROWS),
        *mailing.ROWS,
        *connections.ROWS,
        *(*reports.ROWS, *workers.ROWS, *audit.ROWS),
        *_SELF,
    )
)
