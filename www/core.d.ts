// Types of core.js: the API of haltgraph.js, and the `init` that haltgraph.js does by itself.

export * from "./haltgraph.js";

/**
 * Loads the engine; call it once, before anything is compiled. A second call waits for the first.
 * @param source the wasm: its address, a Response, its bytes, or a compiled Module. Default: `pkg/haltgraph_bg.wasm` beside core.js
 */
export declare function init(source?: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;
