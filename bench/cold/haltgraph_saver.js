// The saver of the page of Haltgraph, in a module before the engine's: its database opens while the wasm is fetched.

import { IndexedDBSaver } from "../../www/indexeddb.js";

export const saver = new IndexedDBSaver("cold");
