// Between the questions of this graph and the dialects: what a dialect may know of a node, who decides, and what a
// decision becomes.

import { completeDecision, encode, readRequest } from "../dialects/core.js";
import { bringDialects, isReadable, readsState } from "../dialects/registry.js";
import { AskedStates } from "./asked_states.js";
import { HaltError, haltError } from "./errors.js";
import { wasm } from "./load.js";
import { notLoaded } from "./on_first_use.js";
import { Pins } from "./pins.js";
import { payloadText } from "./values.js";

/**
 * @import { Actor, Binding, Context, Json, Ref } from "../dialects/index.js"
 * @import { GraphNode } from "./lower.js"
 * @import { Engine } from "./types/engine.js"
 * @import { ApprovalOptions } from "./types/graph.js"
 * @import { Warn } from "./warn.js"
 */

/** Who decides where the host names nobody (SR-70). */
const LOCAL = Object.freeze({ id: "local", method: "none" });

/** What `compile({ approvals })` says, for the nodes of one graph. */
export class Approvals {
  #nodes;
  #options;
  #pins;
  #states = new AskedStates();
  /** Listed questions whose dialects could not be loaded. @type {Set<string>} */
  #unread = new Set();

  /**
   * @param {readonly GraphNode[]} nodes
   * @param {Warn} warn
   * @param {ApprovalOptions} options
   */
  constructor(nodes, warn, options) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#options = options;
    this.#pins = new Pins(warn);
  }

  /**
   * What dialects read beside the payloads of all questions that wait, in the order in which they were asked.
   * @param {readonly { node: string, payload: Json, ref: Ref, expires_at?: number }[]} questions
   * @param {Engine} engine
   * @returns {Promise<Context[]>}
   */
  async contexts(questions, engine) {
    const asked = questions.map(({ node, payload, ref, expires_at }) => ({ ref, payload, context: this.#plain(this.nodeNamed(node), ref, expires_at) }));
    const unread = () => asked.filter(({ payload, context }) => !isReadable(payload, context));
    // Questions whose dialects cannot be had stay unread; the others are as ever.
    if (unread().length > 0) await bringDialects().catch(() => undefined);
    this.#unread = new Set(unread().map(({ ref }) => ref.interrupt));
    await this.#states.read(asked, engine);
    return asked.map(({ ref, payload, context }) => this.#read(ref, payload, context));
  }

  /**
   * Makes ready to judge an answer to a question that this page may never have listed.
   * @param {Ref} ref
   * @param {Engine} engine
   */
  async prepare(ref, engine) {
    if (!this.#states.has(ref.interrupt) || this.#unread.has(ref.interrupt)) await loadDialects();
    if ([...this.#nodes.values()].some((node) => node.kind === "plain" && readsState("", this.#plain(node, ref)))) await this.#states.readOne(ref, engine);
  }

  /**
   * What is known of a question with its payload.
   * @param {Ref} ref
   * @param {Json} payload
   * @param {Context} context
   * @returns {Context}
   */
  #read(ref, payload, context) {
    const state = this.#states.of(ref.interrupt);
    return isReadable(payload, context) ? this.#pins.pin(payload, { ...context, ...(state !== undefined && { state }) }) : context;
  }

  /**
   * What is known of a question without its payload.
   * @param {GraphNode | undefined} node
   * @param {Ref} ref
   * @param {number} [expiresAt]
   * @returns {Context}
   */
  #plain(node, ref, expiresAt) {
    const { native, trustShapes } = this.#options;
    const binding = this.#bindingOf(node);
    return {
      ref,
      ...(node !== undefined && { node: node.name }),
      native: native === true || node?.kind === "gate",
      ...(binding !== undefined && { binding }),
      ...(trustShapes === true && { trustShapes }),
      policy: expiresAt === undefined ? {} : { expiresAt },
      now: Date.now(),
      locale: globalThis.navigator?.language ?? "en",
      digest,
    };
  }

  /**
   * @param {GraphNode | undefined} node
   * @returns {Binding | undefined}
   */
  #bindingOf(node) {
    const { nodes = {} } = this.#options;
    const bound = node !== undefined && Object.hasOwn(nodes, node.name) ? nodes[node.name] : node?.dialect;
    return typeof bound === "string" ? { dialect: bound } : bound;
  }

  /**
   * @param {string} name
   * @returns {GraphNode | undefined}
   */
  nodeNamed(name) {
    return this.#nodes.get(name);
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
    const value = JSON.parse(payload);
    const request = readRequest(value, this.#read(ref, value, this.#plain(node, ref)));
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
 * Loads the dialects that may read a question that nobody has looked at.
 * @throws {HaltError} E_NOT_LOADED
 */
async function loadDialects() {
  try {
    await bringDialects();
  } catch (cause) {
    throw notLoaded(cause);
  }
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
