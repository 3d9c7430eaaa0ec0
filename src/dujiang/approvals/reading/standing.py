"""Questions about deputies and absences of a person."""

from dujiang.approvals.tables import ABSENCE, DEPUTY, AbsenceRow, DeputyRow
from dujiang.store import Reader


class StandingIn:
    """Deputies and absences of a person."""

    def deputies(self, reader: Reader, person_id: int) -> list[DeputyRow]:
        """The person's deputy rules, the newest first."""
        rows = reader.find(DEPUTY, "by_who", person_id)
        return sorted(rows, key=lambda row: row.id, reverse=True)

    def stands_in_for(self, reader: Reader, person_id: int) -> list[DeputyRow]:
        """Rules by which the person is somebody's deputy, the newest first."""
        rows = reader.find(DEPUTY, "by_deputy", person_id)
        return sorted(rows, key=lambda row: row.id, reverse=True)

    def absences(self, reader: Reader, person_id: int) -> list[AbsenceRow]:
        """When the person is or was away, the newest first."""
        rows = reader.find(ABSENCE, "by_person", person_id)
        return sorted(rows, key=lambda row: row.id, reverse=True)
