"""What somebody may see of a request's form: not more than the steps at which they take part."""

from collections.abc import Iterable, Sequence

from dujiang.approvals.cases.office import Office
from dujiang.approvals.reading.filling import Filling
from dujiang.approvals.tables import ItemRow, RequestRow
from dujiang.forms import Access, AccessMap, Form, access_at


def access_of_reader(
    office: Office,
    request: RequestRow,
    items: Sequence[ItemRow],
    filling: Filling,
    person_id: int,
) -> dict[str, Access]:
    """Read access by field: the initiator's, or that of the steps at which the person had an item.

    A field that all these steps hide stays hidden. The initiator reads what the start shows, and
    what it leaves to later steps when these show it by themselves; so does somebody without a step,
    but for fields that name the roles of their readers.
    """
    whole: list[AccessMap] = [filling.access, access_at(filling.form, {}, is_start=False)]
    if request.initiator_id == person_id:
        return _readable(whole, filling.form)
    nodes = filling.version.program.nodes
    steps = {item.step for item in items if person_id in (item.hand, item.principal)}
    views: list[AccessMap] = [
        office.access(filling.form, nodes[step], office.rules(filling.version.id, nodes[step]))
        for step in sorted(steps)
        if step in nodes
    ]
    if views:
        return _readable(views, filling.form)
    roles = set(office.directory().roles_of(person_id))
    kept_back = {
        one.key for one in filling.form.fields if one.readers and not roles & {*one.readers}
    }
    found = _readable(whole, filling.form)
    return {key: "hidden" if key.split(".")[0] in kept_back else a for key, a in found.items()}


def _readable(views: Iterable[AccessMap], form: Form) -> dict[str, Access]:
    known = list(views)
    return {
        key: "hidden" if all(view.get(key, "read") == "hidden" for view in known) else "read"
        for key in tuple(form.keys())
    }
