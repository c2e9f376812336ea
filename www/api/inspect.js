// Looking at a graph's threads and questions: `getState`, `pending` and `threads`.

import { threadOf } from "./config.js";
import { owed } from "./guard.js";
import { onlyKnown } from "./options.js";
import { snapshot } from "./snapshot.js";

/**
 * @import { Ref } from "../dialects/index.js"
 * @import { Shared } from "./compiled.js"
 * @import { Pending, StateSnapshot, Thread } from "./types/app.js"
 * @import { Config } from "./types/calls.js"
 */

/**
 * The thread's head, or the checkpoint that the config names (semantics.md 7.1). Records nothing.
 * @param {Shared} shared
 * @param {Config} config
 * @returns {Promise<StateSnapshot<any>>}
 */
export async function getState({ engine, graph }, config) {
  const { thread, checkpoint } = threadOf(config);
  return snapshot(config, thread, await owed(() => engine.getState(thread, checkpoint)), graph);
}

/**
 * Questions that wait for a person, oldest first, over all threads of this graph; after them those whose answer was
 * claimed by a page that died.
 * @param {Shared} shared
 * @param {{ thread?: string, node?: string }} [filter]
 * @returns {Promise<Pending[]>}
 */
export async function pending({ engine, approvals }, filter) {
  onlyKnown("pending filter", filter, ["thread", "node"]);
  /** @type {Question[]} */
  const rows = JSON.parse(await owed(() => engine.pending()));
  const asked = rows.map(withRef);
  // Of all questions, wanted or not: which dialect a node showed first does not depend on who asks.
  const contexts = await owed(() => approvals.contexts(asked, engine));
  return asked
    .map((question, i) => Object.freeze({ ...question, ctx: contexts[i] }))
    .filter(({ thread, node }) => (filter?.thread ?? thread) === thread && (filter?.node ?? node) === node);
}

/**
 * The threads of this graph, whatever their status (S-CON-12).
 * @param {Shared} shared
 * @param {{ status?: string | readonly string[], graph?: string }} [filter]
 * @returns {Promise<Thread[]>}
 */
export async function threads({ engine }, filter) {
  onlyKnown("threads filter", filter, ["status", "graph"]);
  const statuses = filter?.status === undefined ? undefined : [filter.status].flat();
  /** @type {Thread[]} */
  const rows = JSON.parse(await owed(() => engine.threads()));
  return rows.filter(({ status, graph }) => (statuses?.includes(status) ?? true) && (filter?.graph ?? graph) === graph);
}

/**
 * A question as the engine lists it.
 * @typedef {Omit<Pending, "ref" | "ctx"> & { digest: string }} Question
 */

/** @param {Question} row */
function withRef({ digest, ...row }) {
  const { thread, interrupt, revision } = row;
  /** @type {Ref} */
  const ref = Object.freeze({ thread, interrupt, revision, digest });
  return { ref, ...row };
}
