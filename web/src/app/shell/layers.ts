import { createContext, use } from "react";

/** What can be called up over any page. */
export interface Layers {
  find: () => void;
  help: () => void;
  /** Report a problem of this page. */
  report: () => void;
}

const LayersContext = createContext<Layers>({
  find: () => undefined,
  help: () => undefined,
  report: () => undefined,
});

export const LayersProvider = LayersContext.Provider;

export const useLayers = (): Layers => use(LayersContext);
