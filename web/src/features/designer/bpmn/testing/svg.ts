/** jsdom draws nothing: stand-ins for what diagram-js asks of SVG, enough to import, edit and save. */
class Matrix {
  a = 1;
  b = 0;
  c = 0;
  d = 1;
  e = 0;
  f = 0;
  inverse = (): Matrix => new Matrix();
  multiply = (): Matrix => new Matrix();
  translate = (): Matrix => new Matrix();
  scale = (): Matrix => new Matrix();
  rotate = (): Matrix => new Matrix();
}

class Transform {
  matrix = new Matrix();
  setMatrix = (): void => undefined;
  setTranslate = (): void => undefined;
  setRotate = (): void => undefined;
  setScale = (): void => undefined;
}

const list = {
  numberOfItems: 0,
  consolidate: () => null,
  clear: () => undefined,
  initialize: () => undefined,
  appendItem: () => undefined,
  createSVGTransformFromMatrix: () => new Transform(),
};

const METHODS = {
  getBBox: () => ({ x: 0, y: 0, width: 80, height: 16 }),
  getScreenCTM: () => new Matrix(),
  getCTM: () => new Matrix(),
  getComputedTextLength: () => 40,
  transform: { baseVal: list },
  createSVGMatrix: () => new Matrix(),
  createSVGTransform: () => new Transform(),
  createSVGTransformFromMatrix: () => new Transform(),
};

export function standInForLayout(): void {
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { configurable: true, writable: true, value });
  for (const [name, value] of Object.entries(METHODS)) define(SVGElement.prototype, name, value);
  define(globalThis, "SVGMatrix", Matrix);
  define(globalThis, "CSS", { escape: (text: string) => text, supports: () => false });
}
