// The same API as haltgraph.js, for who loads the wasm himself (service workers, own hosting): await `init` first.

export * from "./api/index.js";
export { init } from "./api/load.js";
