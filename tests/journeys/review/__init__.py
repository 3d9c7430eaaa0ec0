"""A small process whose number of reviewers is a rule: from 100,000 three, below one."""

from pathlib import Path

from dujiang.deployments import DeployPackage
from dujiang.main.packages import package_command


def review_package() -> DeployPackage:
    """The command that deploys it."""
    folder = Path(__file__).parent
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".py"}
    return package_command({name: body for name, body in files.items() if "." in name}, "测试")
