// Begins to load the engine before the rest of the API is evaluated: the network has something to do meanwhile.

import { init } from "./load.js";

export const loading = init();
