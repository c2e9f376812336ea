// Looking at a graph's threads and questions: `pending` and `threads`.

import { owed } from "./guard.js";
import { onlyKnown } from "./options.js";

/**
 * @import { Ref } from "../dialects/index.js"
 * @import { Shared } from "./compiled.js"
 * @import { Pending, Thread } from "./types/app.js"
 */

/**
 * Questions that wait for a person, oldest first, over all threads of this graph; after them those whose answer was
 * claimed by a page that died.
 * @param {Shared} shared
 * @param {{ thread?: string, node?: string }} [filter]
 * @returns {Promise<Pending[]>}
 */
export async function pending({ engine, answering }, filter) {
  onlyKnown("pending filter", filter, ["thread", "node"]);
  // What reads them is loaded while they are listed.
  const [approvals, listed] = await Promise.all([answering.loaded(), owed(() => engine.pending())]);
  /** @type {Question[]} */
  const rows = JSON.parse(listed);
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
