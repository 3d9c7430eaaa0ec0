/** bpmn-js' own palette stays empty: ours stands beside the canvas, in words. */
export const paletteModule = { paletteProvider: ["value", {}] };
