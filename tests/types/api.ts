// What the types of the JS API promise. Compiled, never run. Each `@ts-expect-error` is a promise too.

import {
  Annotation, Command, END, HaltError, IndexedDBSaver, InterruptConsumedError, MemorySaver, START, StateGraph, askAgain, byId, interrupt,
  isGraphInterrupt, isInterrupted, value,
} from "../../www/haltgraph.js";
import type {
  Config, HaltAnswer, HaltAnswerList, Interrupt, Pending, Receipt, Ref, Runtime, StateSnapshot, StateType, UpdateType,
} from "../../www/haltgraph.js";
import { init } from "../../www/core.js";
import { IndexedDBSaver as Handle } from "../../www/indexeddb.js";
import type { Expect, Same } from "./expect.js";
import { exactly } from "./expect.js";

// ---- state

const State = Annotation.Root({
  topic: Annotation<string>,
  count: Annotation<number>(),
  log: Annotation<string[], string | string[]>({ reducer: (left, right) => left.concat(right), default: () => [] }),
  legacy: Annotation<number>({ value: (left, right) => left + right }),
  anything: Annotation(),
});

interface Expected {
  topic: string;
  count: number;
  log: string[];
  legacy: number;
  anything: any;
}
interface ExpectedUpdate {
  topic?: string | undefined;
  count?: number | undefined;
  log?: string | string[] | undefined;
  legacy?: number | undefined;
  anything?: any;
}
type Flat<T> = { [K in keyof T]: T[K] };
export type StateIsInferred = Expect<Same<Flat<typeof State.State>, Flat<Expected>>>;
export type UpdateIsInferred = Expect<Same<Flat<typeof State.Update>, Flat<ExpectedUpdate>>>;

const Wider = Annotation.Root({ ...State.spec, extra: Annotation<boolean>() });
export type SpecsSpread = Expect<Same<(typeof Wider.State)["extra" | "log"], boolean | string[]>>;
export type HelpersAgree = Expect<Same<StateType<typeof State.spec>, typeof State.State>>;
export type UpdateHelperAgrees = Expect<Same<UpdateType<typeof State.spec>, typeof State.Update>>;

// @ts-expect-error a default alone makes no channel
Annotation<string>({ default: () => "" });
// @ts-expect-error the default must be a value of the channel
Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => "" });
// @ts-expect-error a schema holds channels
Annotation.Root({ topic: "string" });

// ---- graphs

const named: typeof State.Node = (state) => ({ count: state.count + 1 });

const builder = new StateGraph(State)
  .addNode("plan", (state, runtime) => {
    exactly<string>()(state.topic);
    exactly<string[]>()(state.log);
    exactly<AbortSignal>()(runtime.signal);
    exactly<string>()(runtime.key("charge"));
    const answer = runtime.interrupt<boolean>({ ask: state.topic }, { ttlMs: 1000, onExpire: { resume: false } });
    exactly<boolean>()(answer);
    return { log: "planned", count: undefined };
  })
  .addNode("act", async () => null)
  .addNode("named", named)
  .addNode({ one: () => {}, two: () => ({ topic: "b" }) })
  .addNode([["three", () => undefined], ["four", () => ({}), { ends: ["act"], dialect: "kind-choice" }]])
  .addGate(
    "approval",
    ({ topic }, runtime) => {
      exactly<string>()(runtime.idempotencyKey);
      // @ts-expect-error nothing is asked inside of ask
      runtime.interrupt("no");
      return { halt: 1, kind: "k", title: topic };
    },
    (state, decision, runtime) => {
      exactly<HaltAnswer>()(decision);
      exactly<number>()(state.count);
      if (decision.verb === "edit") return askAgain({ again: runtime.rounds.length });
      return { topic: decision.reason };
    },
    { expiresAt: new Date(0) },
  )
  .addGate("list", () => "payload", (_state, decision: HaltAnswerList) => ({ log: decision.items.map(({ verb }) => verb) }))
  .addGate("truth", () => true, (_state, decision: boolean) => ({ count: Number(decision) }));

builder
  .addEdge(START, "plan")
  .addEdge("plan", "approval")
  .addConditionalEdges("approval", (state, runtime) => {
    exactly<number>()(state.count);
    // @ts-expect-error a path function cannot ask
    runtime.interrupt("no");
    return state.count > 1 ? "act" : END;
  })
  .addConditionalEdges("act", () => ["yes", "no"], { yes: "one", no: END })
  .addConditionalEdges({ source: "one", path: async () => "two", pathMap: ["two", END] })
  .addEdge("two", END);

// @ts-expect-error no such node
builder.addEdge(START, "plann");
// @ts-expect-error START is no target
builder.addEdge("plan", START);
// @ts-expect-error joins are not available
builder.addEdge(["plan", "act"], "one");
// @ts-expect-error a path must name nodes
builder.addConditionalEdges("plan", () => "nowhere");
// @ts-expect-error a path map must name nodes
builder.addConditionalEdges("plan", () => "x", { x: "nowhere" });
// @ts-expect-error a node returns an update
builder.addNode("text", () => "text");
// @ts-expect-error of the right types
builder.addNode("wrong", () => ({ count: "many" }));
// @ts-expect-error reading a key that is not there
builder.addNode("unknown", (state) => ({ count: state.nothing }));
// @ts-expect-error options that are not available
builder.addNode("retried", () => null, { retryPolicy: {} });
// @ts-expect-error options that are not available
builder.compile({ interruptBefore: ["plan"] });

builder.compile({ checkpointer: new IndexedDBSaver("trips") });
builder.compile({ checkpointer: new Handle("trips") });
builder.compile({ checkpointer: false });
// @ts-expect-error no saver
builder.compile({ checkpointer: new Map() });

// ---- calls

const app = builder.compile({
  checkpointer: new MemorySaver(),
  name: "trips",
  approvals: { actor: () => ({ id: "u1", method: "session" }), nodes: { plan: { dialect: "halt" } } },
  onWarning: ({ code, message, node }) => exactly<string>()(node ?? code ?? message),
});
const config: Config = { configurable: { thread_id: "t", tenant: 7 }, recursionLimit: 50, onBusy: "wait" };

export async function calls() {
  const result = await app.invoke({ topic: "t", log: "one" }, config);
  exactly<string>()(result.topic);
  exactly<Interrupt[] | undefined>()(result.__interrupt__);
  const unknown: unknown = result;
  if (isInterrupted<{ ask: string }>(unknown)) exactly<string>()(unknown.__interrupt__[0].value.ask);
  await app.invoke(null, config);
  await app.invoke(new Command({ resume: true }), config);
  await app.invoke(new Command({ resume: byId({ abc: null }) }), config);
  await app.invoke(new Command({ resume: value(null) }), config);
  // @ts-expect-error input is made of state keys
  await app.invoke({ topic: 1 }, config);
  // @ts-expect-error a Command can only resume
  await app.invoke(new Command({ goto: "act" }), config);
  // @ts-expect-error not available
  await app.invoke(null, { durability: "exit" });

  const chunks = await app.invoke(null, { ...config, streamMode: "updates" });
  exactly<string | string[] | undefined>()(chunks[0].plan?.log);
}

export async function streams() {
  for await (const chunk of await app.stream({ topic: "t" }, config)) {
    exactly<Interrupt[] | undefined>()(chunk.__interrupt__);
    exactly<number | undefined>()(chunk.act?.count);
    // @ts-expect-error no such node
    void chunk.nowhere;
  }
  for await (const chunk of await app.stream({ topic: "t" }, { streamMode: "values" })) exactly<string>()(chunk.topic);
  for await (const [mode, payload] of await app.stream(null, { streamMode: ["values", "updates"] })) {
    if (mode === "values") exactly<string>()(payload.topic);
    else exactly<number | undefined>()(payload.plan?.count);
  }
  const readable: ReadableStream<{ topic: string }> = await app.stream(null, { streamMode: "values" });
  void readable;
  // @ts-expect-error not available
  await app.stream(null, { streamMode: "messages" });
}

export async function people() {
  const snapshot = await app.getState(config);
  exactly<StateSnapshot<typeof State.spec>>()(snapshot);
  exactly<string | undefined>()(snapshot.values.topic);

  const [question] = await app.pending({ thread: "t" });
  exactly<Pending>()(question);
  exactly<Ref>()(question.ref);
  const receipt = await app.resume(question.ref, { verb: "edit", args: { a: 1 }, reason: "because" });
  exactly<Receipt<typeof State.spec>>()(receipt);
  exactly<string>()((await receipt.done).topic);
  // @ts-expect-error no such verb
  await app.resume(question.ref, { verb: "accept" });
  await app.continue("t", { takeOver: true });
  await app.cancel(question.ref, { reason: "no longer needed" });

  const end = app.subscribe((event) => exactly<Ref | undefined>()(event.ref), { type: ["pending", "failed"] });
  exactly<() => void>()(end);
  const [thread] = await app.threads({ status: "interrupted" });
  exactly<number>()(thread.waiting);
}

// ---- the rest

export function nodeInTheSynchronousPart(state: typeof State.State, runtime: Runtime) {
  const answer: boolean = interrupt({ question: state.topic });
  exactly<boolean>()(runtime.isReplay);
  exactly<string | undefined>()(runtime.executionInfo.threadId);
  return { count: Number(answer) };
}

export function errors(error: unknown) {
  if (isGraphInterrupt(error)) exactly<Interrupt[]>()(error.interrupts);
  if (error instanceof HaltError) exactly<string>()(error.code);
  if (error instanceof InterruptConsumedError) exactly<number | undefined>()(error.decided?.at);
}

export const loading: Promise<void> = init(new URL("https://example.org/engine.wasm"));
