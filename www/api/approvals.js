// Between the questions of this graph and the dialects: what a dialect may know of a node, who decides, and what a
// decision becomes.

import { completeDecision, encode, readRequest } from "../dialects/core.js";
import { HaltError, haltError } from "./errors.js";
import { wasm } from "./load.js";
import { badArgument, isPlainObject, onlyKnown } from "./options.js";
import { payloadText } from "./values.js";

/**
 * @import { Actor, Context, Ref } from "../dialects/index.js"
 * @import { GraphNode } from "./lower.js"
 * @import { ApprovalOptions } from "./types/graph.js"
 */

/** Who decides where the host names nobody (SR-70). */
const LOCAL = Object.freeze({ id: "local", method: "none" });

/** What `compile({ approvals })` says, for the nodes of one graph. */
export class Approvals {
  #nodes;
  #options;

  /**
   * @param {readonly GraphNode[]} nodes
   * @param {ApprovalOptions} [options]
   */
  constructor(nodes, options = {}) {
    checkOptions(options, nodes);
    this.#nodes = nodes;
    this.#options = options;
  }

  /**
   * What a dialect reads beside the payload.
   * @param {GraphNode | undefined} node undefined where the graph has lost it
   * @param {Ref} ref
   * @param {number} [expiresAt] ms since 1970
   * @returns {Context}
   */
  context(node, ref, expiresAt) {
    const name = node?.name ?? "";
    const { nodes, native } = this.#options;
    const bound = nodes !== undefined && Object.hasOwn(nodes, name) ? nodes[name].dialect : node?.dialect;
    return {
      ref,
      ...(node !== undefined && { node: name }),
      native: native === true || node?.kind === "gate",
      ...(bound !== undefined && { binding: { dialect: bound } }),
      policy: expiresAt === undefined ? {} : { expiresAt },
      now: Date.now(),
      locale: globalThis.navigator?.language ?? "en",
      digest,
    };
  }

  /**
   * @param {string} name
   * @returns {GraphNode | undefined}
   */
  nodeNamed(name) {
    return this.#nodes.find((node) => node.name === name);
  }

  /**
   * Who decides, asked at each decision.
   * @returns {Promise<string>} JSON text
   * @throws {HaltError} E_CALLBACK when the host's function throws, or names nobody
   */
  async actorText() {
    const actor = await this.#askForActor();
    const { id, name, method } = Object(actor);
    if (typeof id !== "string" || typeof method !== "string" || (name !== undefined && typeof name !== "string")) {
      throw new HaltError("approvals.actor() named nobody\n\nIt must give { id, name?, method }, all texts.", { code: "E_CALLBACK" });
    }
    return payloadText(name === undefined ? { id, method } : { id, name, method });
  }

  /** @returns {Promise<Actor>} */
  async #askForActor() {
    try {
      return (await this.#options.actor?.()) ?? LOCAL;
    } catch (cause) {
      throw new HaltError("approvals.actor() threw\n\nNothing was decided; see `cause`.", { code: "E_CALLBACK", cause });
    }
  }

  /**
   * What the waiting node gets for a decision, and the decision in its one normal form. All texts are JSON.
   * @param {GraphNode | undefined} node
   * @param {string} refText
   * @param {string} payload the payload as stored
   * @param {string} given the Decision or the Verdict as the caller gave it
   * @param {string} by
   * @param {number} at ms since 1970
   * @returns {[valueText: string, verdictsText: string, toolNamesText: string]}
   * @throws {import("../dialects/core.js").DialectError} when it is no decision on this question
   */
  resumeValue(node, refText, payload, given, by, at) {
    const ref = JSON.parse(refText);
    const request = readRequest(JSON.parse(payload), this.context(node, ref));
    const decision = completeDecision(request, ref, JSON.parse(given));
    const stamped = { ...decision, by: JSON.parse(by), at: new Date(at).toISOString() };
    return [
      payloadText(encode(request.dialect, request, stamped)),
      payloadText(decision.verdicts),
      payloadText(request.actions.map(({ name }) => name)),
    ];
  }
}

/**
 * @param {ApprovalOptions} options
 * @param {readonly GraphNode[]} nodes
 */
function checkOptions(options, nodes) {
  onlyKnown("compile({ approvals })", options, ["actor", "native", "nodes"]);
  if (options.actor !== undefined && typeof options.actor !== "function") throw badArgument("approvals.actor must be a function that says who decides");
  for (const [name, binding] of Object.entries(options.nodes ?? {})) {
    onlyKnown(`approvals.nodes["${name}"]`, binding, ["dialect"]);
    if (typeof binding?.dialect !== "string") throw badArgument(`approvals.nodes["${name}"] must be { dialect: "..." }`);
    // A binding that misses its node would leave that node's questions to guessing.
    if (!nodes.some((node) => node.name === name)) throw badArgument(`approvals.nodes names "${name}", which is no node`);
  }
}

/**
 * The JSON text of a decision as a program gives it. Members that are `undefined` count as absent: programs spell an
 * optional reason so.
 * @param {unknown} given
 * @returns {string}
 */
export function decisionText(given) {
  const decision = withoutUndefined(given);
  const verdicts = isPlainObject(decision) ? decision.verdicts : undefined;
  return payloadText(Array.isArray(verdicts) ? { .../** @type {object} */ (decision), verdicts: verdicts.map(withoutUndefined) } : decision);
}

/** Drops data members that are `undefined`; runs no getter. @param {unknown} value */
function withoutUndefined(value) {
  if (!isPlainObject(value)) return value;
  const members = Object.entries(Object.getOwnPropertyDescriptors(value));
  const kept = members.filter(([, member]) => member.get !== undefined || member.value !== undefined);
  return kept.length === members.length ? value : Object.create(Object.prototype, Object.fromEntries(kept));
}

/**
 * Digest of the canonical form of a JSON text. The way into the wasm would put a replacement where half a surrogate
 * pair stands, and so give another text's digest (SR-15).
 *
 * @param {string} text
 * @returns {string} 64 hex digits
 * @throws {HaltError} E_BAD_UNICODE, and what the strict parser refuses
 */
function digest(text) {
  if (/\p{Surrogate}/u.test(text)) throw haltError("E_BAD_UNICODE", "The text has half of a surrogate pair: send whole characters");
  return wasm().digest(text);
}
