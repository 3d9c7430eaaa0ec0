"""Deployments: which version of which process, form, decision and calendar is in force.

A version never changes and never disturbs running instances: it carries its model, forms and
decisions, and its compiled program is kept in memory. Decisions are versions of their own, each in
force from a date.
"""

from dujiang.deployments.checking import Check, check_package, settings_of
from dujiang.deployments.commands import (
    DeployDecision,
    DeployDraft,
    DeployPackage,
    DiscardDraft,
    PublishYear,
    PutInForce,
    SaveCalendar,
    SaveDraft,
    SetStartable,
)
from dujiang.deployments.events import (
    CalendarChanged,
    DecisionDeployed,
    DraftDiscarded,
    DraftSaved,
    ProcessDeployed,
    StartableSet,
    VersionPutInForce,
)
from dujiang.deployments.functions import calendar_functions
from dujiang.deployments.handlers import deployment_routes
from dujiang.deployments.holidays import company_calendars
from dujiang.deployments.model import CheckedPackage, Package, Version
from dujiang.deployments.read import (
    DeploymentsReader,
    DraftView,
    LintProblem,
    ProcessView,
    VersionView,
)
from dujiang.deployments.shelf import Deployments
from dujiang.deployments.tables import TABLES, ProcessRow

__all__ = [
    "TABLES",
    "CalendarChanged",
    "Check",
    "CheckedPackage",
    "DecisionDeployed",
    "DeployDecision",
    "DeployDraft",
    "DeployPackage",
    "Deployments",
    "DeploymentsReader",
    "DiscardDraft",
    "DraftDiscarded",
    "DraftSaved",
    "DraftView",
    "LintProblem",
    "Package",
    "ProcessDeployed",
    "ProcessRow",
    "ProcessView",
    "PublishYear",
    "PutInForce",
    "SaveCalendar",
    "SaveDraft",
    "SetStartable",
    "StartableSet",
    "Version",
    "VersionPutInForce",
    "VersionView",
    "calendar_functions",
    "check_package",
    "company_calendars",
    "deployment_routes",
    "settings_of",
]
