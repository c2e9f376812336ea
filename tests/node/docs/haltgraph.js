// The library as the programs of the docs import it in Node: savers that need a browser keep their threads in memory.

import { MemorySaver } from "../../../www/haltgraph.js";

export * from "../../../www/haltgraph.js";

/** As the saver of that name, without a browser's store. */
export class IndexedDBSaver extends MemorySaver {}

/** As the saver of that name, without a browser's store. */
export class LocalStorageSaver extends MemorySaver {}
