declare module "dmn-js/lib/Modeler" {
  interface DmnView {
    id: string;
    name?: string;
    type: "drd" | "decisionTable" | "literalExpression" | "boxedExpression";
    element: { id: string; name?: string; $type: string };
  }

  interface DmnViewer {
    get(name: "commandStack"): { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
    get(name: "canvas"): { zoom(level: "fit-viewport"): void };
    on(event: string, listener: () => void): void;
  }

  export default class Modeler {
    constructor(options: Record<string, unknown>);
    importXML(xml: string, options?: { open: boolean }): Promise<{ warnings: unknown[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getViews(): DmnView[];
    getActiveView(): DmnView | undefined;
    getActiveViewer(): DmnViewer | undefined;
    open(view: DmnView): Promise<{ warnings: unknown[] }>;
    on(event: "viewer.created", listener: (event: { viewer: DmnViewer }) => void): void;
    on(event: "views.changed", listener: () => void): void;
    destroy(): void;
  }
}
