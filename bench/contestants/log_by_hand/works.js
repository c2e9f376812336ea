// The works as a loop: run a node, append what it did, go on. A pause ends the loop; an answer reads the log again and goes
// on from what it says. Nothing is guarded against a second tab or a second answer.

/**
 * @import { Clock } from "../../page/clock.js"
 * @import { Log } from "./log.js"
 */

/** @template Work @typedef {(log: Log, work: Work, thread: string, clock: Clock, number: number) => Promise<void>} Call */

/** @type {Call<import("../../workloads/chain.js").ChainWork>} */
export async function chain(log, { nodes }, thread, clock) {
  for (const [step, node] of nodes.entries()) {
    clock.begin(step);
    await log.append(thread, { node });
  }
}

/** @type {Call<import("../../workloads/append.js").AppendWork>} */
export async function append(log, { steps, message }, thread, clock) {
  /** @type {object[]} */
  const messages = [];
  while (messages.length < steps) {
    clock.begin(messages.length);
    const added = message(messages.length);
    messages.push(added);
    await log.append(thread, { node: "append", update: { added } });
  }
}

/** @type {Call<import("../../workloads/sends.js").SendsWork>} */
export async function sends(log, { tasks, check }, thread) {
  await log.append(thread, { node: "start", update: { tasks } });
  const results = await Promise.all(Array.from({ length: tasks }, async (_, item) => item));
  await log.append(thread, { node: "work", update: { results } });
  check(results);
  await log.append(thread, { node: "join" });
}

/** @type {Call<import("../../workloads/ask.js").AskWork>} */
export async function ask(log, { question, answer }, thread, clock, number) {
  await log.append(thread, { node: "ask", question: question(number) });
  clock.lap("ask");
  const waiting = (await log.read(thread)).findLast((entry) => "question" in entry);
  await log.append(thread, { node: waiting?.node ?? "", answer: answer(number) });
  await log.append(thread, { node: "ask", update: { answer: answer(number) } });
  clock.lap("resume");
}

/** @type {Call<import("../../workloads/questions.js").QuestionsWork>} */
export async function questions(log, { questions: count, question, answer, lap }, thread, clock) {
  await log.append(thread, { node: "ask", question: question(0) });
  clock.lap("ask");
  for (let at = 0; at < count; at += 1) {
    const answers = (await log.read(thread)).flatMap((entry) => ("answer" in entry ? [entry.answer] : []));
    await log.append(thread, { node: "ask", answer: answer(at) });
    const next = answers.length + 1;
    await log.append(thread, next < count ? { node: "ask", question: question(next) } : { node: "ask", update: { answers } });
    clock.lap(lap(at));
  }
}

/** @type {Call<import("../../workloads/parallel.js").ParallelWork>} */
export async function parallel(log, { nodes, question, answer }, thread, clock) {
  await log.append(thread, ...nodes.map((node, at) => ({ node, question: question(at) })));
  clock.lap("ask");
  for (const [at, node] of nodes.entries()) {
    const entries = await log.read(thread);
    if (!entries.some((entry) => entry.node === node && "question" in entry)) throw new Error("nothing waits there");
    await log.append(thread, { node, answer: answer(at) });
  }
  const answers = (await log.read(thread)).flatMap((entry) => ("answer" in entry ? [entry.answer] : []));
  await log.append(thread, { node: "", update: { answers } });
  clock.lap("answers");
}

/** @type {Call<import("../../workloads/document.js").DocumentWork>} */
export async function document(log, { steps, document: held }, thread, clock) {
  await log.append(thread, { node: "input", update: { document: held } });
  for (let count = 0; count < steps; count += 1) {
    clock.begin(count);
    await log.append(thread, { node: "count", update: { count: count + 1 } });
  }
}
