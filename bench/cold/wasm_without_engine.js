// The floor: the engine's wasm is loaded and compiled as a stream and never run, while a database with as many stores as
// the engine's is made; then the question is stored, by hand, in one strict transaction.

import { completed, open } from "../page/database.js";
import { question } from "../workloads/payload.js";
import { asked } from "./asked.js";

const STORES = Array.from({ length: 10 }, (_, at) => `store_${at}`);

const [, database] = await Promise.all([
  WebAssembly.compileStreaming(fetch(new URL("../pkg/haltgraph_bg.wasm", import.meta.url))),
  open("cold", (made) => STORES.forEach((store) => made.createObjectStore(store))),
]);
const payload = question(1);
const transaction = database.transaction("store_0", "readwrite", { durability: "strict" });
transaction.objectStore("store_0").put(payload, "first");
await completed(transaction);
asked(payload);
