// The library as the programs of the docs import it in Node: savers that need a browser keep their threads in memory.

import { MemorySaver } from "../../../www/haltgraph.js";

export * from "../../../www/haltgraph.js";

/** As IndexedDBSaver, without a database. */
export class IndexedDBSaver extends MemorySaver {
  /** @param {string} name */
  constructor(name) {
    super();
    this.name = name;
  }
}
