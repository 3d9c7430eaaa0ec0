import { ApproveSheet } from "./ApproveSheet";
import { bringsPeople } from "./people";
import { PeopleSheet } from "./PeopleSheet";
import { RejectSheet } from "./RejectSheet";
import { ReturnSheet } from "./ReturnSheet";
import type { SheetProps } from "./sheet";

/** What a decision asks before it is sent; loaded with the first one, for its choices of people are heavy. */
export default function DecisionSheet(props: SheetProps) {
  const { action } = props.action;
  if (action === "reject") return <RejectSheet {...props} />;
  if (action === "return") return <ReturnSheet {...props} />;
  if (bringsPeople(action)) return <PeopleSheet {...props} kind={action} />;
  return <ApproveSheet {...props} />;
}
