// What the types of the JS API promise. Compiled, never run. Each `@ts-expect-error` is a promise too.

import {
  Annotation, Command, END, HaltError, IndexedDBSaver, InterruptConsumedError, MemorySaver, MessagesAnnotation, MessagesValue, Overwrite,
  ReducedValue, RemoveMessage, START, Send, StateGraph, StateSchema, UntrackedValue, addMessages, askAgain, byId, interrupt, isCommand,
  isGraphInterrupt, isInterrupted, value,
} from "../../www/haltgraph.js";
import type {
  Config, HaltAnswer, HaltAnswerList, Interrupt, Message, OverwriteLike, Pending, Receipt, Ref, Runtime, StateSnapshot, StateType, UpdateType,
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
  topic?: string | OverwriteLike<string> | undefined;
  count?: number | OverwriteLike<number> | undefined;
  log?: string | string[] | OverwriteLike<string[]> | undefined;
  legacy?: number | OverwriteLike<number> | undefined;
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
builder.addEdge(["plan", "act"], "one");
// @ts-expect-error no such node
builder.addEdge(["plan", "akt"], "one");
// @ts-expect-error a join cannot end the graph
builder.addEdge(["plan", "act"], END);
builder.addConditionalEdges("plan", ({ log }) => [...log.map((line) => new Send("act", { line })), "one"]);
builder.addSequence([["first", () => null], ["second", () => ({ count: 1 })]]).addEdge("first", "act");
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
builder.compile({ interruptBefore: ["plan"], interruptAfter: "*", debug: true });
builder.addNode("routes", () => new Command({ update: { count: 1 }, goto: [END, new Send("act", 1), "plan"] }));
builder.addNode("lists", () => [{ count: 1 }, new Command({ goto: "plan" })]);
builder.addNode("resets", () => ({ log: new Overwrite(["fresh"]), legacy: { __overwrite__: 1 } }));
// @ts-expect-error of the right types
builder.addNode("wrongly", () => ({ log: new Overwrite(1) }));
builder.addNode("narrow", (state) => {
  exactly<{ secret: number }>()(state);
  return { count: state.secret };
}, { input: Annotation.Root({ secret: Annotation<number>() }) });

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
  await app.invoke(new Command({ goto: "act", update: { topic: "t" } }), config);
  await app.invoke(null, { ...config, durability: "async", interruptBefore: [], keepPending: true, outputKeys: ["topic"] });
  const [one] = await app.batch([{ topic: "a" }, null], [config, undefined]);
  exactly<string>()(one.topic);
  if (isCommand(unknown)) exactly<string | undefined>()(unknown.graph);
  // @ts-expect-error not available
  await app.invoke(null, { durability: "exit" });

  const chunks = await app.invoke(null, { ...config, streamMode: "updates" });
  exactly<string | string[] | OverwriteLike<string[]> | undefined>()(chunks[0].plan?.log);
}

export async function streams() {
  for await (const chunk of await app.stream({ topic: "t" }, config)) {
    exactly<Interrupt[] | undefined>()(chunk.__interrupt__);
    exactly<number | OverwriteLike<number> | undefined>()(chunk.act?.count);
    // @ts-expect-error no such node
    void chunk.nowhere;
  }
  for await (const chunk of await app.stream({ topic: "t" }, { streamMode: "values" })) exactly<string>()(chunk.topic);
  for await (const [mode, payload] of await app.stream(null, { streamMode: ["values", "updates"] })) {
    if (mode === "values") exactly<string>()(payload.topic);
    else exactly<number | OverwriteLike<number> | undefined>()(payload.plan?.count);
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

// ---- schemas

interface Checker<T> {
  "~standard": { version: 1; vendor: string; validate(value: unknown): { value: T }; types?: { input: T; output: T } };
}
declare const text: Checker<string>;
declare const amount: Checker<number>;
const Checked = new StateSchema({
  name: text,
  total: new ReducedValue(amount, { inputSchema: text, reducer: (sum, more) => {
    exactly<string>()(more);
    return sum + more.length;
  } }),
  scratch: new UntrackedValue(amount, { guard: false }),
  messages: MessagesValue,
});
export type CheckedState = Expect<Same<Flat<typeof Checked.State>, { name: string; total: number; scratch: number; messages: Message[] }>>;

export async function schemas() {
  const { messages } = await new StateGraph(Checked).addNode("n", ({ total }) => ({ total: "more", name: String(total) })).compile().invoke({ name: "n" });
  exactly<Message[]>()(messages);

  const Out = Annotation.Root({ topic: Annotation<string>() });
  const shaped = new StateGraph(State, { input: Annotation.Root({ count: Annotation<number>() }), output: Out }).compile();
  exactly<string>()((await shaped.invoke({ count: 1 })).topic);
  // @ts-expect-error not among the input's keys
  await shaped.invoke({ topic: "t" });
  // @ts-expect-error not among the output's keys
  void (await shaped.invoke({ count: 1 })).log;
  const init = new StateGraph({ state: State, output: Out }).compile();
  exactly<string>()((await init.invoke({ count: 1 })).topic);
  exactly<number>()((await new StateGraph({ __root__: Annotation<number>() }).addNode("n", (n) => n + 1).compile().getState(config)).values ?? 0);
  const chat = new StateGraph(MessagesAnnotation).addNode("n", ({ messages: [last] }) => ({ messages: ["hi", ["ai", last.content], { role: "user", content: "x" }, new RemoveMessage({ id: "1" })] }));
  exactly<Message[]>()((await chat.compile().invoke({ messages: "hello" })).messages);
  exactly<Message[]>()(addMessages([], "text"));
}

export async function time() {
  for await (const snapshot of app.getStateHistory(config, { limit: 3, before: config, filter: { source: "loop" } })) {
    exactly<string | undefined>()(snapshot.values.topic);
    exactly<Config | undefined>()(snapshot.parentConfig);
  }
  const fork: Config = await app.updateState(config, { topic: "u" }, "plan");
  await app.updateState(fork, null, END);
  // @ts-expect-error of the right types
  await app.updateState(config, { topic: 1 });
  await app.bulkUpdateState(config, [{ updates: [{ values: { topic: "t" }, asNode: "plan" }] }]);
  exactly<string>()(app.withConfig({ recursionLimit: 5 }).getGraph({ xray: true }).drawMermaid({ withStyles: false }));
  await app.nodes.plan.invoke({});
  // @ts-expect-error no such node
  void app.nodes.nowhere;
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
