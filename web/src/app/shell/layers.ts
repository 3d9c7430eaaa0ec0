import { createContext, use } from "react";

/** What can be called up over any page. */
export interface Layers {
  find: () => void;
  help: () => void;
}

const LayersContext = createContext<Layers>({ find: () => undefined, help: () => undefined });

export const LayersProvider = LayersContext.Provider;

export const useLayers = (): Layers => use(LayersContext);
