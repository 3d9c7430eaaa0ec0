"""The organisation out to Excel and in again, with a dry run that lists every problem by row."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from dujiang.identity import ImportOrganisation, export_organisation, plan_import
from dujiang.kernel.errors import InvalidInput
from tests.identity.house import House


def book(**sheets: list[list[Any]]) -> bytes:
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    return target.getvalue()


@pytest.mark.spec("A1")
def test_exported_file_imports_without_any_change(house: House) -> None:
    plan = plan_import(export_organisation(house.directory), house.directory)

    assert plan.problems == ()
    assert (plan.new_count, plan.changed_count, plan.same_count) == (0, 0, 48)


@pytest.mark.spec("A1")
def test_dry_run_says_what_is_new_and_what_changes(house: House) -> None:
    content = book(
        部门=[["编码", "名称", "上级编码"], ["D41", "机加车间", "D40"], ["D40", "制造部", "D00"]],
        人员=[
            ["工号", "姓名", "登录名", "部门编码", "岗位", "职级"],
            ["E041", "何苗", "hemiao", "D41", "支持", "P3"],
            ["E022", "李明", "liming", "D41", "工程师", "P5"],
        ],
    )

    plan = plan_import(content, house.directory)

    assert plan.is_fine
    assert (plan.new_count, plan.changed_count, plan.same_count) == (2, 2, 0)
    assert house.directory.person_by_no("E041") is None


@pytest.mark.spec("A1")
def test_plan_is_carried_out_as_a_whole(house: House) -> None:
    content = book(
        部门=[["编码", "名称", "上级编码", "负责人工号"], ["D41", "机加车间", "D40", "E041"]],
        人员=[
            ["工号", "姓名", "登录名", "部门编码", "角色"],
            ["E041", "何苗", "hemiao", "D41", "buyer legal"],
        ],
    )
    plan = plan_import(content, house.directory)

    house.done(ImportOrganisation(changes=plan.commands), house.actor("许波"))  # type: ignore[arg-type]

    person = house.person("何苗")
    assert house.directory.head(person.department_id) == person.id
    assert set(house.directory.roles_of(person.id)) == {"buyer", "legal"}


@pytest.mark.spec("A1")
def test_every_problem_is_named_by_sheet_row_and_column(house: House) -> None:
    content = book(
        部门=[
            ["编码", "名称", "上级编码", "颜色"],
            ["D41", "机加车间", "D99"],
            ["D41", "再来一次", "D40"],
            ["D51", "售后", "D52"],
            ["D52", "转圈", "D51"],
        ],
        人员=[
            ["工号", "姓名", "登录名", "部门编码", "职级", "入职日期"],
            ["E900", "", "liming", "D00", "P99", "去年"],
            ["E901", "某人", "", "D00", "P1", "2026-03-02"],
        ],
    )

    plan = plan_import(content, house.directory)

    found = {
        (p.sheet, p.row, p.column, p.problem.code.removeprefix("identity.import."))
        for p in plan.problems
    }
    assert found == {
        ("部门", 1, "颜色", "unknown_column"),
        ("部门", 2, "上级编码", "unknown_department"),
        ("部门", 3, "编码", "twice"),
        ("部门", 4, "上级编码", "in_itself"),
        ("部门", 5, "上级编码", "in_itself"),
        ("人员", 2, "入职日期", "not_a_date"),
        ("人员", 2, "姓名", "required"),
        ("人员", 2, "登录名", "login_taken"),
        ("人员", 2, "职级", "unknown_grade"),
        ("人员", 3, "登录名", "required"),
    }
    assert plan.commands == ()


def test_missing_column_leaves_values_as_they_are(house: House) -> None:
    content = book(人员=[["工号", "姓名", "部门编码"], ["E022", "李明", "D60"]])
    plan = plan_import(content, house.directory)

    house.done(ImportOrganisation(changes=plan.commands))  # type: ignore[arg-type]

    assert house.person("李明").grade == "P4"
    assert house.person("李明").login == "liming"


@pytest.mark.parametrize("content", [b"", b"not a book", b"PK\x03\x04 broken"])
def test_file_that_is_no_book_is_refused(house: House, content: bytes) -> None:
    with pytest.raises(InvalidInput) as raised:
        plan_import(content, house.directory)

    assert raised.value.code == "identity.import.not_excel"


def test_book_without_our_sheets_is_refused(house: House) -> None:
    with pytest.raises(InvalidInput) as raised:
        plan_import(book(Sheet1=[["a"]]), house.directory)

    assert raised.value.code == "identity.import.empty"
