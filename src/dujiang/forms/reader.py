"""Read a form schema: form-js 1.23's file format plus `dj`; a form, or everything that is wrong.

Unknown component types and keys are left alone when they carry no value, and are problems when
they do: a value that nobody understands could not be checked.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast, get_args

from dujiang.forms.expressions import Expression, read_expression
from dujiang.forms.model import (
    REQUEST,
    Access,
    Field,
    FieldType,
    Form,
    Limits,
    Option,
    Rule,
    RuleStatus,
    Total,
    Words,
)
from dujiang.forms.ordering import settling_order
from dujiang.forms.patterns import compile_pattern
from dujiang.kernel.errors import Problem

MAX_FIELDS: Final = 500
MAX_NESTING: Final = 8

_WITHOUT_VALUE: Final = frozenset(
    {"group", "text", "html", "separator", "spacer", "button", "image", "iframe", "documentPreview"}
)
_FIELD_TYPES: Final = frozenset(get_args(FieldType))
_KEY: Final = re.compile(r"[^\W\d]\w*")
_DEFAULT_RULE_CODE: Final = "forms.rule.broken"


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What was understood: `form` is None when there are errors."""

    form: Form | None
    problems: tuple[Problem, ...]


def read_form(schema: Mapping[str, Any]) -> ReadForm:
    """Read a schema. Never raises on content."""
    extras = _context(schema.get("dj"))
    reader = _Reader(subject=_text(extras.get("subject")))
    fields = tuple(reader.fields(schema.get("components"), "/components", hide=(), depth=0))
    reader.check_subjects(fields)
    keys = {field.key for field in fields}
    rules = tuple(reader.rules(extras.get("rules"), keys))
    order, circle = settling_order(fields)
    if circle:
        reader.report("forms.field.circle", "/components", fields="、".join(circle))
    if len(fields) > MAX_FIELDS:
        reader.report("forms.form.too_many_fields", "/components", limit=MAX_FIELDS)
    identifier = _text(schema.get("id"))
    if not identifier:
        reader.report("forms.form.no_id", "/id")
    problems = tuple(reader.problems)
    if any(problem.severity == "error" for problem in problems):
        return ReadForm(None, problems)
    title = _words(schema.get("title"), extras.get("title"))
    return ReadForm(Form(identifier, title, fields, rules, order, schema), problems)


class _Reader:
    """Collects the problems of one schema while it is read."""

    def __init__(self, *, subject: str) -> None:
        self.problems: list[Problem] = []
        self._seen: set[str] = set()
        self._subject = subject

    def report(self, code: str, path: str, **params: object) -> None:
        self.problems.append(Problem(code=code, path=path, params=params))

    def fields(
        self, components: object, path: str, *, hide: tuple[Expression, ...], depth: int
    ) -> Iterator[Field]:
        """The fields among components, groups opened."""
        if depth > MAX_NESTING:
            self.report("forms.form.too_deep", path, limit=MAX_NESTING)
            return
        for index, component in enumerate(_list(components)):
            here = f"{path}/{index}"
            if not isinstance(component, Mapping):
                self.report("forms.component.not_an_object", here)
                continue
            conditions = hide + self._expressions(component, "conditional", "hide", here)
            if component.get("type") in _WITHOUT_VALUE:
                inner = component.get("components")
                yield from self.fields(
                    inner, f"{here}/components", hide=conditions, depth=depth + 1
                )
                continue
            field = self._field(component, here, conditions, depth)
            if field is not None:
                yield field

    def _field(
        self, component: Mapping[str, Any], path: str, hide: tuple[Expression, ...], depth: int
    ) -> Field | None:
        kind = component.get("type")
        key = _text(component.get("key") or component.get("path"))
        if kind not in _FIELD_TYPES:
            self.report("forms.component.unknown_type", f"{path}/type", type=_text(kind))
            return None
        if not _KEY.fullmatch(key):
            self.report("forms.field.key_not_a_name", f"{path}/key", key=key)
            return None
        if key in self._seen:
            self.report("forms.field.key_twice", f"{path}/key", key=key)
            return None
        self._seen.add(key)
        extras = _context(component.get("dj"))
        return Field(
            key=key,
            type=cast("FieldType", kind),
            label=_words(_label(component), extras.get("label")),
            path=path,
            limits=self._limits(component, extras, path),
            subtype=_subtype(component),
            required=self._expression(extras.get("required"), f"{path}/dj/required"),
            hide=hide,
            compute=self._expression(_computed_by(component, extras), f"{path}/dj/compute"),
            default=self._expression(extras.get("default"), f"{path}/dj/default"),
            default_value=component.get("defaultValue"),
            options=_options(component.get("values")),
            options_from=self._expression(extras.get("values"), f"{path}/dj/values"),
            columns=self._columns(component, path, depth),
            totals=tuple(_total(total) for total in _list(extras.get("totals"))),
            is_reference=extras.get("unknown") == "notFound",
            takes_several=_takes_several(component, extras),
            is_sensitive=extras.get("sensitive") is True,
            readers=tuple(map(_text, _list(extras.get("readers")))),
            subject=_text(extras.get("subject")) or self._subject,
            is_searchable=extras.get("searchable") is True,
            is_readonly=component.get("readonly") is True or component.get("disabled") is True,
            access=self._access(extras.get("access"), f"{path}/dj/access"),
            currency=_text(extras.get("currency")),
            unit=_words(None, extras.get("unit")),
            capitals=kind == "money" and extras.get("capitals") is not False,
        )

    def check_subjects(self, fields: Sequence[Field], outer: Collection[str] = ()) -> None:
        """Sensitive values are about the initiator, the request, or the person of a field."""
        people = {*outer, *(one.key for one in fields if one.type == "user")}
        for one in fields:
            if one.is_table:
                self.check_subjects(one.columns, people)
            elif one.is_sensitive and one.subject and one.subject not in {REQUEST, *people}:
                params = {"field": one.key, "subject": one.subject}
                self.report("forms.field.subject_unknown", f"{one.path}/dj/subject", **params)

    def _columns(self, component: Mapping[str, Any], path: str, depth: int) -> tuple[Field, ...]:
        if component.get("type") not in ("detail", "dynamiclist"):
            return ()
        outer, self._seen = self._seen, set()
        inner = f"{path}/components"
        columns = tuple(self.fields(component.get("components"), inner, hide=(), depth=depth + 1))
        self._seen = outer
        for column in columns:
            if column.is_table:
                self.report("forms.column.table_in_table", column.path, key=column.key)
        if not columns:
            self.report("forms.table.no_columns", inner, key=_text(component.get("key")))
        return columns

    def _limits(self, component: Mapping[str, Any], extras: Mapping[str, Any], path: str) -> Limits:
        validate = _context(component.get("validate"))
        pattern = validate.get("pattern")
        if pattern is not None and not _is_pattern(pattern):
            self.report(
                "forms.field.pattern_not_valid", f"{path}/validate/pattern", pattern=pattern
            )
            pattern = None
        kind = validate.get("validationType")
        return Limits(
            required=validate.get("required") is True,
            min_length=_whole(validate.get("minLength")),
            max_length=_whole(validate.get("maxLength")),
            low=_number(validate.get("min")),
            high=_number(validate.get("max")),
            decimals=_decimals(component),
            pattern=pattern,
            pattern_words=_words(validate.get("patternErrorMessage"), extras.get("patternMessage")),
            kind=cast("Any", kind) if kind in ("email", "phone") else "",
            min_rows=_whole(extras.get("minRows")),
            max_rows=_whole(extras.get("maxRows")),
            accept=_accepted(component),
        )

    def _access(self, found: object, path: str) -> Access | None:
        if found is None or found in get_args(Access):
            return cast("Access | None", found)
        self.report("forms.field.access_unknown", path, access=_text(found))
        return None

    def rules(self, rules: object, keys: set[str]) -> Iterator[Rule]:
        """The cross-field rules of the form."""
        for index, rule in enumerate(_list(rules)):
            path = f"/dj/rules/{index}"
            known = _context(rule)
            check = self._expression(known.get("check"), f"{path}/check")
            field = _text(known.get("field"))
            if check is None:
                if not _text(known.get("check")).strip():
                    self.report("forms.rule.no_check", path, rule=_text(known.get("id")))
                continue
            if field and field.partition(".")[0] not in keys:
                self.report("forms.rule.field_unknown", f"{path}/field", field=field)
            params = {
                name: self._expression(text, f"{path}/params/{name}")
                for name, text in _context(known.get("params")).items()
            }
            yield Rule(
                id=_text(known.get("id")) or f"rule{index + 1}",
                check=check,
                when=self._expression(known.get("when"), f"{path}/when"),
                field=field,
                message=_words(None, known.get("message")),
                severity="warning" if known.get("severity") == "warning" else "error",
                status=_status(known.get("status")),
                code=_text(known.get("code")) or _DEFAULT_RULE_CODE,
                params={name: found for name, found in params.items() if found is not None},
            )

    def _expressions(
        self, component: Mapping[str, Any], outer: str, inner: str, path: str
    ) -> tuple[Expression, ...]:
        found = _context(component.get(outer)).get(inner)
        expression = self._expression(found, f"{path}/{outer}/{inner}")
        return () if expression is None else (expression,)

    def _expression(self, text: object, path: str) -> Expression | None:
        if text is None or text == "":
            return None
        read = read_expression(_text(text), path)
        if isinstance(read, Problem):
            self.problems.append(read)
            return None
        return read


def _status(found: object) -> RuleStatus:
    return cast("RuleStatus", found) if found in get_args(RuleStatus) else 422


def _label(component: Mapping[str, Any]) -> object:
    names = ("label", "dateLabel", "timeLabel")
    return next((component[name] for name in names if component.get(name)), None)


def _subtype(component: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of the literals
    if component.get("type") != "datetime":
        return ""
    found = component.get("subtype")
    return found if found in ("date", "time", "datetime") else "date"


def _computed_by(component: Mapping[str, Any], extras: Mapping[str, Any]) -> object:
    own = component.get("expression") if component.get("type") == "expression" else None
    return extras.get("compute") or own


def _takes_several(component: Mapping[str, Any], extras: Mapping[str, Any]) -> bool:
    several = extras.get("multiple") is True or component.get("multiple") is True
    return several and component.get("type") in ("user", "department", "select")


def _decimals(component: Mapping[str, Any]) -> int | None:
    given = _whole(component.get("decimalDigits"))
    if given is None and component.get("type") == "money":
        return 2
    return given


def _accepted(component: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(component.get("accept")).split(",") if part.strip())


def _options(values: object) -> tuple[Option, ...]:
    options = [_context(value) for value in _list(values)]
    return tuple(
        Option(
            value=_option_value(option.get("value")),
            label=_words(option.get("label"), _context(option.get("dj")).get("label")),
            children=_options(option.get("children")),
        )
        for option in options
    )


def _option_value(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


def _total(total: object) -> Total:
    known = _context(total)
    kind = known.get("kind")
    return Total(
        column=_text(known.get("column")),
        kind=cast("Any", kind) if kind in ("average", "count", "min", "max") else "sum",
        label=_words(None, known.get("label")),
        capitals=known.get("capitals") is True,
    )


def _words(own: object, both: object) -> Words:
    """The file's own text is the Chinese one and stands in for a missing translation."""
    known = _context(both)
    chinese = _text(known.get("zh-CN")) or _text(own) or _text(known.get("en-US"))
    return {"zh-CN": chinese, "en-US": _text(known.get("en-US")) or chinese}


def _is_pattern(pattern: object) -> bool:
    return isinstance(pattern, str) and compile_pattern(pattern) is not None


def _context(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _list(found: object) -> Sequence[Any]:
    return found if isinstance(found, list | tuple) else ()


def _text(found: object) -> str:
    if found is None:
        return ""
    return found if isinstance(found, str) else str(found)


def _whole(found: object) -> int | None:
    number = _number(found)
    return int(number) if number is not None and number == int(number) else None


def _number(found: object) -> Decimal | None:
    if found is None or isinstance(found, bool) or found == "":
        return None
    try:
        number = Decimal(str(found))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
