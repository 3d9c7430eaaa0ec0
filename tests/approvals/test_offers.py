"""What a page offers, why not, and what will happen: in sentences (X3)."""

from collections.abc import Iterator

import pytest

from dujiang.approvals import (
    Sentences,
    StepRules,
    consequences,
    decode_reasons,
    offers,
)
from dujiang.kernel.words import load_words
from tests.approvals.models import branches, line, people, step
from tests.approvals.plant import Plant, plant_of


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        yield found


NEXT = step("next", people("shenjianghe"))


def offered(plant: Plant, name: str, instance: int) -> dict[str, str]:
    """Action -> code of its refusal, empty when it is possible."""
    item_id = next(iter(plant.open_items(instance).values()))
    with plant.store.read() as reader:
        item = plant.reader.load_item(reader, item_id, plant.id(name))
        looking = plant.reader.looking(reader, plant.actor(name), plant.clock.now())
        case, task = looking.case_of(plant.office, item)
        found = offers(case, task, item, looking.round_of(task))
    return {one.action: one.refusal.code if one.refusal else "" for one in found}


@pytest.mark.spec("X3")
def test_page_offers_what_the_step_allows(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin"), actions="transfer"), NEXT))

    assert offered(plant, "周敏", instance) == {
        "approve": "", "reject": "", "return": "", "transfer": "",
    }  # fmt: skip
    assert set(offered(plant, "李明", instance).values()) == {"approvals.item.not_yours"}


@pytest.mark.spec("X3")
def test_return_says_beforehand_what_it_does(plant: Plant) -> None:
    xml = branches([step("a1", people("zhoumin"))], [step("b1", people("linjing"))])
    instance = plant.begin(xml)
    item_id = plant.open_items(instance)["周敏"]
    with plant.store.read() as reader:
        item = plant.reader.load_item(reader, item_id, plant.id("周敏"))
        looking = plant.reader.looking(reader, plant.actor("周敏"), plant.clock.now())
        case, task = looking.case_of(plant.office, item)
        found = consequences(case, item, looking.round_of(task), "return", "apply", "rerun")

    words = Sentences(load_words(), plant.cache.current(), "zh-CN")
    assert [(one.kind, words.say(one.code, one.params)) for one in found] == [
        ("removed", "“a1”的待办收回：周敏。"),
        ("removed", "“b1”的待办收回：林静。"),
        ("opened", "“apply”重新打开。"),
        ("paused", "重新提交后，中间的步骤全部重新审批。"),
    ]


@pytest.mark.spec("X3")
@pytest.mark.parametrize(
    ("language", "expected"), [("zh-CN", "生产部的负责人"), ("en-US", "Head of Production")]
)
def test_everybody_awaited_has_a_reason_in_words(
    plant: Plant, language: str, expected: str
) -> None:
    head = step("review", '<dj:assignee source="departmentHead"/>')
    instance = plant.begin(line(head))
    with plant.store.read() as reader:
        (item,) = plant.reader.awaited(reader, instance)

    words = Sentences(load_words(), plant.cache.current(), language)  # type: ignore[arg-type]

    assert words.reasons(decode_reasons(item.reasons)) == [expected]


@pytest.mark.spec("X3")
def test_rule_of_a_step_is_one_sentence(plant: Plant) -> None:
    words = Sentences(load_words(), plant.cache.current(), "zh-CN")

    assert words.rule(StepRules(step="s", mode="all"), 3) == (
        "会签：3 人都同意才通过，一人驳回即驳回"
    )
    assert words.rule(StepRules(step="s", mode="any"), 1) is None
