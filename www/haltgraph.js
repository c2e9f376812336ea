// Haltgraph: agent graphs that stop and wait for a person. This entry loads the engine by itself; core.js leaves that to you.

import { loading } from "./api/start.js";

export * from "./api/index.js";

await loading;
