/** Several edits that belong together are one step of undo. */

export const TOGETHER = "dujiang.together";

interface Context {
  edit: () => void;
}

/** The edits run as commands of their own before this one, which itself changes nothing. */
class TogetherHandler {
  readonly changed: readonly never[] = [];

  preExecute({ edit }: Context): void {
    edit();
  }

  execute(): readonly never[] {
    return this.changed;
  }

  revert(): readonly never[] {
    return this.changed;
  }
}

function registerTogether(commandStack: { registerHandler: (command: string, handler: unknown) => void }): void {
  commandStack.registerHandler(TOGETHER, TogetherHandler);
}
registerTogether.$inject = ["commandStack"];

export const compoundModule = { __init__: [registerTogether] };
