declare module "diagram-js-minimap" {
  const minimap: Record<string, unknown>;
  export default minimap;
}

declare module "bpmn-moddle" {
  export const BpmnModdle: new (packages: Record<string, unknown>) => unknown;
}
