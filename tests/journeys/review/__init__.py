"""A small process whose number of reviewers is a rule: from 100,000 three, below one."""

from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from dujiang.deployments import DeployPackage
from dujiang.main.packages import package_command


def review_package() -> DeployPackage:
    """The command that deploys it."""
    folder = Path(__file__).parent
    kinds = (".bpmn", ".form", ".dmn")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in kinds}
    return package_command(files, "测试")


def change_cell(sheet: Path, address: str, text: str) -> None:
    """Write a sheet anew with one cell changed, as somebody does in Excel."""
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(str(sheet))
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    page.write(address, text)
    book.close()
