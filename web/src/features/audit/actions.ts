/** Commands that have words of their own; all others are the product's inner work and show their name. */
export const ACTIONS = [
  "AddComment", "AppointHeads", "BeginErrand", "CancelByPerson", "ChangeRow", "ChangeStaff", "CloseDepartment", "CloseReport",
  "CopyTo", "CreateToken", "DeactivatePerson", "DecideByMail", "DecideItem", "DefineLedger", "DeployDecision", "DeployDecisionDraft",
  "DeployDraft", "DeployPackage", "DisableTotp", "EnableTotp", "EndAbsence", "EndDeputy", "EndSession", "ExportRequests", "GiveRole",
  "HandOver", "ImportOrganisation", "InsertRow", "LookAtCell", "MigrateInstance", "MoveDepartment", "OperateInstance", "OperateMany",
  "PlanChange", "PublishYear", "ReactivatePerson", "RecordSignIn", "RemindPeople", "RemoveConnection", "RemoveRow", "ReportProblem",
  "RestoreDecision", "RetryIncident", "RevokeInstance", "RevokeToken", "SaveAbsence", "SaveCalendar", "SaveConnection",
  "SaveDepartment", "SaveDeputy", "SaveGroup", "SavePerson", "SaveRole", "SaveTemplate", "SetGrants", "SetPassword", "StartProcess",
  "SubmitStart", "TakeRole", "TransferPerson", "WithdrawDecision", "WithdrawInstance",
  "FireAlarm", "FireTimer", "MarkCopyRead", "MarkRead", "SaveChoices", "SaveDecisionDraft", "SaveDraft", "SaveItemDraft",
  "SaveStartDraft", "SaveView", "SeeNotices", "SetPreferences",
  "FinishJob", "ReportJob", "ReturnJob", "NoteWorker", "PublishMessage", "ReceiveHook", "StartEach", "BeginScheduled",
  "RecordOpenIdSignIn", "EditJob", "RepeatCall", "FillLedger", "LoadRows", "InstallBuiltIns",
] as const; // prettier-ignore

export type Action = (typeof ACTIONS)[number];

export const isKnown = (action: string): action is Action => (ACTIONS as readonly string[]).includes(action);

export const VERDICTS = ["accepted", "refused", "seen"] as const;

/** Filters of the trail as they stand in the address. */
export interface AuditSearch {
  actor?: string | undefined;
  action?: Action | undefined;
  verdict?: (typeof VERDICTS)[number] | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

/** What the server is asked for. */
export const queryOf = ({ actor, action, verdict, from, until }: AuditSearch) => ({
  ...(actor && { actor }),
  ...(action && { action }),
  ...(verdict && { verdict }),
  ...(from && { fromOn: from }),
  ...(until && { untilOn: until }),
});
