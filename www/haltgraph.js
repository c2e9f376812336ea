// Haltgraph: agent graphs that stop and wait for a person. This entry loads the engine by itself; core.js leaves that to you.

import { init } from "./api/load.js";

export * from "./api/index.js";

await init();
