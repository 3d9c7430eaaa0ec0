"""The first schema."""

import sqlalchemy as sa
from alembic import op

from dujiang.store.columns import Exact, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for make in (
        _absence,
        _alarm,
        _api_token,
        _audit,
        _audit_seal,
        _blob_chunk,
        _calendar,
        _catalogue_version,
        _clock_start,
        _comment,
        _company,
        _connection,
        _connection_call,
        _connection_health,
        _copy,
        _credential,
        _decision_case,
        _decision_draft,
        _decision_hit,
        _decision_use,
        _decision_version,
        _department,
        _deputy,
        _directory_version,
        _early_message,
        _errand,
        _file,
        _file_use,
        _grade,
        _history,
        _hook_delivery,
        _hook_signature,
        _incident,
        _instance,
        _item,
        _item_draft,
        _job,
        _job_pace,
        _ledger,
        _ledger_cell,
        _ledger_claim,
        _ledger_history,
        _ledger_posting,
        _ledger_row,
        _ledger_serial,
        _log,
        _mail,
        _mail_link,
        _mail_template,
        _mail_trouble,
        _membership,
        _node,
        _notice,
        _notice_choice,
        _notice_mark,
        _number,
        _openid_account,
        _people_group,
        _people_group_member,
        _person,
        _planned_change,
        _position,
        _problem_report,
        _problem_report_number,
        _process,
        _process_draft,
        _process_version,
        _receipt,
        _recovery_code,
        _request,
        _request_text,
        _role,
        _role_grant,
        _role_holder,
        _saved_view,
        _scope,
        _session,
        _start_draft,
        _start_key,
        _subject_key,
        _subscription,
        _task,
        _timer,
        _turn,
        _worker,
    ):
        make()


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("until_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("made_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name="absence_pkey"),
    )
    op.create_index("absence_by_cause", "absence", ["cause"], unique=False)
    op.create_index("absence_by_person", "absence", ["person_id"], unique=False)


def _alarm() -> None:
    op.create_table(
        "alarm",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("wake_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("payload", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="alarm_pkey"),
    )
    op.create_index("alarm_by_instance", "alarm", ["shard", "instance_id"], unique=False)
    op.create_index("alarm_by_ref", "alarm", ["shard", "kind", "ref"], unique=False)
    op.create_index("alarm_wake", "alarm", ["wake_at"], unique=False)


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("scopes", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("expires_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("revoked_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("last_used_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name="api_token_pkey"),
        sa.UniqueConstraint("digest", name="api_token_digest_once"),
    )
    op.create_index("api_token_by_digest", "api_token", ["digest"], unique=False)
    op.create_index("api_token_by_person", "api_token", ["person_id"], unique=False)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor_kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="audit_pkey"),
    )
    op.create_index("audit_actor", "audit", ["actor_id", "at"], unique=False)
    op.create_index("audit_at", "audit", ["at"], unique=False)
    op.create_index("audit_subject", "audit", ["subject_id"], unique=False)


def _audit_seal() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("until_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("line_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name="audit_seal_pkey"),
        sa.UniqueConstraint("from_at", name="audit_seal_range"),
    )


def _blob_chunk() -> None:
    op.create_table(
        "blob_chunk",
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest", "number", name="blob_chunk_pkey"),
    )


def _calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("changed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("changed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="calendar_pkey"),
    )


def _catalogue_version() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="catalogue_version_pkey"),
    )


def _clock_start() -> None:
    op.create_table(
        "clock_start",
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("due_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("started_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("process_key", "element_id", "due_at", name="clock_start_pkey"),
    )


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mentions", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="comment_pkey"),
    )
    op.create_index("comment_by_instance", "comment", ["shard", "instance_id"], unique=False)


def _company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="company_pkey"),
    )


def _connection() -> None:
    op.create_table(
        "connection",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("secrets", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("secret_names", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("hook_before_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("changed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("changed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="connection_pkey"),
    )


def _connection_call() -> None:
    op.create_table(
        "connection_call",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("connection", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("job_type", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("attempt", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("idempotency_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("method", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("request", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("response", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("inputs", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="connection_call_pkey"),
    )
    op.create_index("connection_call_at", "connection_call", ["at"], unique=False)
    op.create_index(
        "connection_call_connection", "connection_call", ["connection", "id"], unique=False
    )
    op.create_index(
        "connection_call_instance", "connection_call", ["instance_id", "id"], unique=False
    )
    op.create_index("connection_call_newest", "connection_call", ["id"], unique=False)


def _connection_health() -> None:
    op.create_table(
        "connection_health",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("failures", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("failing_since", Instant(), autoincrement=False, nullable=True),
        sa.Column("rests_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("worked_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="connection_health_pkey"),
    )


def _copy() -> None:
    op.create_table(
        "copy",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("shard", "instance_id", "person_id", name="copy_pkey"),
    )
    op.create_index("copy_of_person", "copy", ["person_id", "at"], unique=False)


def _credential() -> None:
    op.create_table(
        "credential",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("password", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("changed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("must_change", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("failures", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("locked_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), autoincrement=False, nullable=True),
        sa.Column("totp_step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="credential_pkey"),
    )


def _decision_case() -> None:
    op.create_table(
        "decision_case",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("inputs", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("expected", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("saved_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="decision_case_pkey"),
    )
    op.create_index("decision_case_by_model", "decision_case", ["key"], unique=False)


def _decision_draft() -> None:
    op.create_table(
        "decision_draft",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("xml", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("based_on_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("saved_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="decision_draft_pkey"),
    )


def _decision_hit() -> None:
    op.create_table(
        "decision_hit",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("table_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("hits", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "key", "version", "table_id", "rule_id", "on", name="decision_hit_pkey"
        ),
    )


def _decision_use() -> None:
    op.create_table(
        "decision_use",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("inputs", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("rules", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("is_counted", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="decision_use_pkey"),
    )
    op.create_index(
        "decision_use_by_instance", "decision_use", ["shard", "instance_id"], unique=False
    )
    op.create_index("decision_use_model", "decision_use", ["key", "at"], unique=False)
    op.create_index("decision_use_old", "decision_use", ["at"], unique=False)
    op.create_index("decision_use_uncounted", "decision_use", ["is_counted", "at"], unique=False)


def _decision_version() -> None:
    op.create_table(
        "decision_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("xml", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("effective_from", Instant(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("deployed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("deployed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("withdrawn_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name="decision_version_pkey"),
        sa.UniqueConstraint("key", "version", name="decision_version_decision_numbered_once"),
    )
    op.create_index("decision_version_by_key", "decision_version", ["key"], unique=False)


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("head_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("deputy_head_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("cost_centre", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("calendar", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sort", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="department_pkey"),
        sa.UniqueConstraint("code", name="department_code_once"),
    )
    op.create_index("department_by_code", "department", ["code"], unique=False)
    op.create_index("department_by_parent", "department", ["parent_id"], unique=False)


def _deputy() -> None:
    op.create_table(
        "deputy",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deputy", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("from_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("until_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("amount_limit", Exact(), autoincrement=False, nullable=True),
        sa.Column("processes", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("moves_open", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("made_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name="deputy_pkey"),
    )
    op.create_index("deputy_by_cause", "deputy", ["cause"], unique=False)
    op.create_index("deputy_by_deputy", "deputy", ["deputy"], unique=False)
    op.create_index("deputy_by_who", "deputy", ["who"], unique=False)


def _directory_version() -> None:
    op.create_table(
        "directory_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="directory_version_pkey"),
    )


def _early_message() -> None:
    op.create_table(
        "early_message",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", Instant(), autoincrement=False, nullable=False),
        sa.Column("variables", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="early_message_pkey"),
    )
    op.create_index("early_message_by_address", "early_message", ["address"], unique=False)
    op.create_index("early_message_until", "early_message", ["until"], unique=False)


def _errand() -> None:
    op.create_table(
        "errand",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title_params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("done", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cursor", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("is_stopping", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("is_ended", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("created_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("started_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("wake_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("result", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="errand_pkey"),
    )
    op.create_index("errand_by_owner", "errand", ["shard", "owner_id", "is_ended"], unique=False)
    op.create_index("errand_wake", "errand", ["wake_at"], unique=False)


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("media_type", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("uploaded_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uploaded_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="file_pkey"),
    )
    op.create_index("file_digest", "file", ["digest"], unique=False)


def _file_use() -> None:
    op.create_table(
        "file_use",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "file_id", "instance_id", name="file_use_pkey"),
    )


def _grade() -> None:
    op.create_table(
        "grade",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="grade_pkey"),
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("for_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("for_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("to_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("step_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("to_step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("comment", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("duration_s", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("signature", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("via", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="history_pkey"),
    )
    op.create_index("history_by_instance", "history", ["shard", "instance_id"], unique=False)
    op.create_index("history_by_person", "history", ["by_id", "at"], unique=False)


def _hook_delivery() -> None:
    op.create_table(
        "hook_delivery",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("connection", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("delivery", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("messages", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "connection", "delivery", name="hook_delivery_pkey"),
    )
    op.create_index("hook_delivery_at", "hook_delivery", ["at"], unique=False)


def _hook_signature() -> None:
    op.create_table(
        "hook_signature",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("connection", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "connection", "signature", name="hook_signature_pkey"),
    )
    op.create_index("hook_signature_at", "hook_signature", ["at"], unique=False)


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("raised_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("resolved_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="incident_pkey"),
    )
    op.create_index("incident_by_instance", "incident", ["shard", "instance_id"], unique=False)
    op.create_index("incident_open", "incident", ["resolved_at", "raised_at"], unique=False)


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("initiator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("incident_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("has_scopes", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="instance_pkey"),
        postgresql_with={"fillfactor": 70},
    )
    op.create_index(
        "instance_by_parent",
        "instance",
        ["shard", "parent_id"],
        unique=False,
        postgresql_where=sa.text("parent_id <> 0"),
        sqlite_where=sa.text("parent_id <> 0"),
    )
    op.create_index("instance_newest", "instance", ["id"], unique=False)
    op.create_index("instance_process", "instance", ["process_key", "id"], unique=False)
    op.create_index(
        "instance_running",
        "instance",
        ["version_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("principal", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("hand", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("group_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("assistant", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("lent_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("weight", Exact(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("place", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_mode", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("added_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("from_item", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("level", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("reasons", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("opened_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("decided_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("decided_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("initiator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bars_initiator", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("clock_from", Instant(), autoincrement=False, nullable=True),
        sa.Column("rung_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("due_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("act_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("is_provisional", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("is_stuck", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("read_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("is_resubmitted", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="item_pkey"),
    )
    op.create_index("item_by_instance", "item", ["shard", "instance_id"], unique=False)
    op.create_index("item_by_task", "item", ["shard", "task_id"], unique=False)
    op.create_index("item_done", "item", ["decided_by", "id"], unique=False)
    op.create_index("item_group", "item", ["group_key", "state", "id"], unique=False)
    op.create_index("item_lent", "item", ["lent_by", "state"], unique=False)
    op.create_index("item_principal", "item", ["principal", "state"], unique=False)
    op.create_index("item_todo", "item", ["hand", "state", "due_at", "id"], unique=False)


def _item_draft() -> None:
    op.create_table(
        "item_draft",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("values", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("comment", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "item_id", "person_id", name="item_draft_pkey"),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("job_type", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("queue", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("wake_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("deadline_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("spent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retries", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("idempotency_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("inputs", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("edited", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("running", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("attempts >= 0", name="job_attempts_count_up"),
        sa.PrimaryKeyConstraint("shard", "id", name="job_pkey"),
    )
    op.create_index("job_by_instance", "job", ["shard", "instance_id"], unique=False)
    op.create_index(
        "job_by_running",
        "job",
        ["running"],
        unique=False,
        postgresql_where=sa.text("running <> 0"),
        sqlite_where=sa.text("running <> 0"),
    )
    op.create_index("job_queue", "job", ["queue", "wake_at"], unique=False)
    op.create_index("job_state", "job", ["state", "created_at"], unique=False)
    op.create_index("job_wake", "job", ["wake_at"], unique=False)


def _job_pace() -> None:
    op.create_table(
        "job_pace",
        sa.Column("connection", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("free_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("connection", name="job_pace_pkey"),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("changed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("changed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="ledger_pkey"),
    )


def _ledger_cell() -> None:
    op.create_table(
        "ledger_cell",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("column", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "ledger", "row_id", "column", name="ledger_cell_pkey"),
    )
    op.create_index(
        "ledger_cell_by_value", "ledger_cell", ["shard", "ledger", "column", "value"], unique=False
    )


def _ledger_claim() -> None:
    op.create_table(
        "ledger_claim",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "ledger", "rule", "value", name="ledger_claim_pkey"),
    )


def _ledger_history() -> None:
    op.create_table(
        "ledger_history",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "ledger", "row_id", "version", name="ledger_history_pkey"),
    )


def _ledger_posting() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", Exact(), autoincrement=False, nullable=True),
        sa.Column("column", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("before", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("settles", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counters", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("undone_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("shard", "ref", "id", name="ledger_posting_pkey"),
        sa.UniqueConstraint(
            "shard",
            "ref",
            "ledger",
            "row_id",
            "kind",
            "step",
            "round",
            "settles",
            "counters",
            name="ledger_posting_posted_once",
        ),
    )
    op.create_index(
        "ledger_posting_row", "ledger_posting", ["ledger", "row_id", "id"], unique=False
    )


def _ledger_row() -> None:
    op.create_table(
        "ledger_row",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_live", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("search", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("granted", Exact(), autoincrement=False, nullable=True),
        sa.Column("reserved", Exact(), autoincrement=False, nullable=True),
        sa.Column("used", Exact(), autoincrement=False, nullable=True),
        sa.Column("changed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("changed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "reserved + 0 >= 0 AND used + 0 >= 0", name="ledger_row_nothing_below_zero"
        ),
        sa.CheckConstraint(
            "round(granted - reserved - used, 6) >= 0", name="ledger_row_enough_available"
        ),
        sa.PrimaryKeyConstraint("shard", "ledger", "id", name="ledger_row_pkey"),
    )


def _ledger_serial() -> None:
    op.create_table(
        "ledger_serial",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ledger", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("column", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "ledger", "column", name="ledger_serial_pkey"),
    )


def _log() -> None:
    op.create_table(
        "log",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("command", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="log_pkey"),
    )
    op.create_index("log_by_instance", "log", ["shard", "instance_id"], unique=False)


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_digest", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("is_test", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("wake_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("spent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sent_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("failure", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="mail_pkey"),
    )
    op.create_index("mail_person", "mail", ["person_id", "id"], unique=False)
    op.create_index("mail_state", "mail", ["state", "id"], unique=False)
    op.create_index("mail_wake", "mail", ["wake_at"], unique=False)


def _mail_link() -> None:
    op.create_table(
        "mail_link",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("mail_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("used_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "mail_id", name="mail_link_pkey"),
    )


def _mail_template() -> None:
    op.create_table(
        "mail_template",
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("html", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("saved_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "language", name="mail_template_pkey"),
    )


def _mail_trouble() -> None:
    op.create_table(
        "mail_trouble",
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("failed_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", name="mail_trouble_pkey"),
    )


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "department_id", name="membership_pkey"),
    )
    op.create_index("membership_by_department", "membership", ["department_id"], unique=False)
    op.create_index("membership_by_position", "membership", ["position"], unique=False)


def _node() -> None:
    op.create_table(
        "node",
        sa.Column("node", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("lease_until", Instant(), autoincrement=False, nullable=False),
        sa.Column("mark_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("node", name="node_pkey"),
    )


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("params", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="notice_pkey"),
    )
    op.create_index("notice_person", "notice", ["person_id", "id"], unique=False)


def _notice_choice() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("choices", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "person_id", name="notice_choice_pkey"),
    )


def _notice_mark() -> None:
    op.create_table(
        "notice_mark",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "person_id", name="notice_mark_pkey"),
    )


def _number() -> None:
    op.create_table(
        "number",
        sa.Column("prefix", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("prefix", "day", name="number_pkey"),
    )


def _openid_account() -> None:
    op.create_table(
        "openid_account",
        sa.Column("issuer", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("linked_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="openid_account_pkey"),
    )
    op.create_index("openid_account_by_person", "openid_account", ["person_id"], unique=False)


def _people_group() -> None:
    op.create_table(
        "people_group",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="people_group_pkey"),
    )


def _people_group_member() -> None:
    op.create_table(
        "people_group_member",
        sa.Column("group", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("group", "person_id", name="people_group_member_pkey"),
    )
    op.create_index(
        "people_group_member_by_person", "people_group_member", ["person_id"], unique=False
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("login", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("grade", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mobile", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("superior_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("joined_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("first_work_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("left_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("is_active", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="person_pkey"),
        sa.UniqueConstraint("login", name="person_login_once"),
        sa.UniqueConstraint("no", name="person_no_once"),
    )
    op.create_index("person_by_department", "person", ["department_id"], unique=False)
    op.create_index("person_by_grade", "person", ["grade"], unique=False)
    op.create_index("person_by_login", "person", ["login"], unique=False)
    op.create_index("person_by_no", "person", ["no"], unique=False)
    op.create_index("person_by_position", "person", ["position"], unique=False)


def _planned_change() -> None:
    op.create_table(
        "planned_change",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("effective_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("command", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("planned_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("planned_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("failure", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="planned_change_pkey"),
    )
    op.create_index(
        "planned_change_by_time", "planned_change", ["state", "effective_at"], unique=False
    )


def _position() -> None:
    op.create_table(
        "position",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sort", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="position_pkey"),
    )


def _problem_report() -> None:
    op.create_table(
        "problem_report",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("browser", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("screen", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("problem_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("closed_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("closed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="problem_report_pkey"),
    )
    op.create_index("problem_report_open", "problem_report", ["closed_at", "id"], unique=False)
    op.create_index("problem_report_person", "problem_report", ["person_id", "id"], unique=False)


def _problem_report_number() -> None:
    op.create_table(
        "problem_report_number",
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", name="problem_report_number_pkey"),
    )


def _process() -> None:
    op.create_table(
        "process",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("description", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("description_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("icon", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_startable", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="process_pkey"),
    )


def _process_draft() -> None:
    op.create_table(
        "process_draft",
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("xml", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("forms", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("decisions", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("based_on_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("saved_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("process_key", name="process_draft_pkey"),
    )


def _process_version() -> None:
    op.create_table(
        "process_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version_tag", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("xml", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("forms", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("decisions", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("deployed_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("deployed_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="process_version_pkey"),
        sa.UniqueConstraint("process_key", "version", name="process_version_numbered_once"),
    )
    op.create_index(
        "process_version_by_tag", "process_version", ["process_key", "version_tag"], unique=False
    )


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "actor_id", "key", name="receipt_pkey"),
    )
    op.create_index("receipt_at", "receipt", ["at"], unique=False)


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "digest", name="recovery_code_pkey"),
    )


def _request() -> None:
    op.create_table(
        "request",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_suspended", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("initiator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", Exact(), autoincrement=False, nullable=True),
        sa.Column("submitted_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("updated_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("end_reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("suspended_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("reminded_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("remind_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("return_target", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("come_back", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("resume_task", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("standing_since", Instant(), autoincrement=False, nullable=True),
        sa.Column("revokes", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revoked_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="request_pkey"),
    )
    op.create_index("request_by_initiator", "request", ["initiator_id", "state"], unique=False)
    op.create_index("request_department", "request", ["department_id", "id"], unique=False)
    op.create_index("request_mine", "request", ["initiator_id", "id"], unique=False)
    op.create_index("request_newest", "request", ["id"], unique=False)
    op.create_index(
        "request_owner",
        "request",
        ["owner_id", "id"],
        unique=False,
        postgresql_where=sa.text("owner_id <> 0"),
        sqlite_where=sa.text("owner_id <> 0"),
    )
    op.create_index("request_process", "request", ["process_key", "id"], unique=False)
    op.create_index("request_state", "request", ["state", "id"], unique=False)


def _request_text() -> None:
    op.create_table(
        "request_text",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("grams", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("fields", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="request_text_pkey"),
    )


def _role() -> None:
    op.create_table(
        "role",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_built_in", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name="role_pkey"),
    )


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("permission", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("processes", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("categories", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("departments", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "role", "permission", "scope", "processes", "categories", name="role_grant_pkey"
        ),
    )


def _role_holder() -> None:
    op.create_table(
        "role_holder",
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skills", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("role", "person_id", name="role_holder_pkey"),
    )
    op.create_index("role_holder_by_person", "role_holder", ["person_id"], unique=False)


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("filters", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("columns", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_shared", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="saved_view_pkey"),
    )
    op.create_index("saved_view_by_owner", "saved_view", ["owner_id"], unique=False)
    op.create_index("saved_view_by_shared", "saved_view", ["is_shared", "page"], unique=False)


def _scope() -> None:
    op.create_table(
        "scope",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "instance_id", "key", name="scope_pkey"),
    )


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("csrf_token", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("expires_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_external", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="session_pkey"),
    )
    op.create_index("session_by_end", "session", ["expires_at"], unique=False)
    op.create_index("session_by_person", "session", ["person_id"], unique=False)


def _start_draft() -> None:
    op.create_table(
        "start_draft",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("values", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("saved_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "process_key", name="start_draft_pkey"),
    )


def _start_key() -> None:
    op.create_table(
        "start_key",
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("start_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("begun_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("process_key", "start_key", name="start_key_pkey"),
    )


def _subject_key() -> None:
    op.create_table(
        "subject_key",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("box", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("made_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("destroyed_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("shard", "subject", "version", name="subject_key_pkey"),
    )


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "instance_id", "key", name="subscription_pkey"),
    )
    op.create_index("subscription_by_address", "subscription", ["kind", "address"], unique=False)


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("process_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("closed_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("left_out", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("is_stuck", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("is_target_of_return", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("is_undone", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "id", name="task_pkey"),
    )
    op.create_index("task_by_instance", "task", ["shard", "instance_id"], unique=False)


def _timer() -> None:
    op.create_table(
        "timer",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("due_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("wake_at", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("shard", "instance_id", "key", name="timer_pkey"),
    )
    op.create_index("timer_wake", "timer", ["wake_at"], unique=False)


def _turn() -> None:
    op.create_table(
        "turn",
        sa.Column("group_key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_given_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("open_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("group_key", "person_id", name="turn_pkey"),
    )


def _worker() -> None:
    op.create_table(
        "worker",
        sa.Column("job_type", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("asked_at", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("job_type", "name", name="worker_pkey"),
    )
