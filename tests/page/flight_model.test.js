// The flight demo's model planner: an OpenAI-compatible endpoint by a setting, its key in sessionStorage only, and what a person
// is told when it cannot be reached. The endpoint of these tests is a server of their own.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { until } from "./harness/until.js";
import { DEAR, DEAR_USD, FIRST_BALANCE, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

const CANARY = "sk-canary-7f3a91c2";

/** A model's answer that calls the tool. @param {object} args */
const call = (args) => ({ choices: [{ message: { role: "assistant", tool_calls: [{ id: "c1", type: "function", function: { name: "find_flight", arguments: JSON.stringify(args) } }] } }] });

/**
 * An endpoint that answers each request with the next answer, and the last one again.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ status?: number, body: object }[]} answers
 */
async function endpoint(t, answers) {
  /** @type {{ headers: import("node:http").IncomingHttpHeaders, body: any }[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    const chunks = await request.toArray();
    requests.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const { status = 200, body } = answers[Math.min(requests.length, answers.length) - 1];
    return response.writeHead(status, { "content-type": "application/json", ...cors }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, requests };
}

/** Sets the planner to a model. @param {Desk} desk @param {string} url */
async function useModel(desk, url) {
  await desk.press("Planner settings");
  await desk.tab.press(await desk.control("radio", "A model"));
  await desk.type("Endpoint", url);
  await desk.type("Name of the model", "test-model");
  await desk.type("API key", CANARY);
  await desk.press("Done");
}

/** Sets the planner back to the script. @param {Desk} desk */
async function useScript(desk) {
  await desk.press("Planner settings");
  await desk.tab.press(await desk.control("radio", "A script"));
  await desk.press("Done");
}

/** Everything that the page keeps on the disk, as text. @param {Desk} desk */
const stored = (desk) => desk.page.evaluate(async () => {
  const done = (/** @type {IDBRequest} */ request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [JSON.stringify(localStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name ?? ""));
    for (const store of db.objectStoreNames) {
      const rows = await done(db.transaction(store).objectStore(store).getAll());
      found.push(JSON.stringify(rows, (_, value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value)));
    }
    db.close();
  }
  return found.join("\n");
});

test("a model plans; its price is not asked for, and the person decides as always", async (t) => {
  const { origin, requests } = await endpoint(t, [{ body: call({ origin: "LAX", destination: "JFK", date: "2031-05-30", price_usd: 1, limit: 1e9 }) }]);
  const desk = await visit(t, { modelOrigin: origin });
  await useModel(desk, `${origin}/v1/`);
  await desk.plan("I have to be in New York for my sister's wedding");
  await desk.reach("Waiting for you");
  await desk.formSays(new RegExp(`price_usd\\s+number\\s+${DEAR_USD}\\s`));
  await desk.press("Approve book_flight");
  await desk.reach("Booked");
  assert.equal((await desk.ledger()).balance, FIRST_BALANCE - DEAR_USD);
  const [{ headers, body }] = requests;
  assert.equal(requests.length, 1, "the model was asked once: nothing before the question ran again (S-GATE-02)");
  assert.equal(headers.authorization, `Bearer ${CANARY}`);
  assert.deepEqual([body.model, body.messages.at(-1).content], ["test-model", "I have to be in New York for my sister's wedding"]);
});

test("the API key is in sessionStorage and nowhere else, also when the endpoint echoes it in an error (SR-85)", async (t) => {
  const { origin } = await endpoint(t, [
    { status: 401, body: { error: { message: `Incorrect API key provided: ${CANARY}` } } },
    { body: call({ origin: "LAX", destination: "JFK" }) },
  ]);
  const desk = await visit(t, { modelOrigin: origin });
  await useModel(desk, `${origin}/v1`);
  await desk.plan(DEAR);
  await desk.reach("Failed");
  await desk.tab.expectProblem(/401/);
  assert.match(await desk.text(".said"), /The model endpoint answered 401\. .*\s+MODEL_REFUSED/);
  await desk.press("Run again");
  await desk.reach("Waiting for you");
  const kept = await stored(desk);
  assert.ok(kept.includes(DEAR), "the dump holds what the page keeps");
  assert.ok(!kept.includes(CANARY.slice(3)), "and not the key");
  assert.ok(!(await desk.page.content()).includes(CANARY), "nor does the page show it");
  assert.ok(await desk.page.evaluate((key) => JSON.stringify(sessionStorage).includes(key), CANARY));
  const other = await desk.beside();
  assert.ok(await other.page.evaluate((key) => !JSON.stringify(sessionStorage).includes(key), CANARY), "another tab has it not");
});

test("a connection that the page's policy refuses is answered with --model-origin, and can be run again", async (t) => {
  const { origin, requests } = await endpoint(t, [{ body: {} }]);
  const desk = await visit(t);
  await useModel(desk, `${origin}/v1`);
  await desk.plan(DEAR);
  await desk.reach("Failed");
  await desk.tab.expectProblem(/violation of connect-src/);
  const said = await desk.text(".said");
  assert.ok(said.includes(`start it with --model-origin ${origin}.`), said);
  assert.match(said, /MODEL_UNREACHABLE/);
  assert.equal(requests.length, 0);
  await useScript(desk);
  await desk.press("Run again");
  await desk.reach("Waiting for you");
});

test("an answer that is no tool call is shown as text, or refused; nothing of it runs", async (t) => {
  const { origin } = await endpoint(t, [
    { body: { choices: [{ message: { role: "assistant", content: "<b>Where</b> from?" } }] } },
    { body: { choices: [] } },
    { body: call({ origin: "LAX", destination: "the moon" }) },
  ]);
  const desk = await visit(t, { modelOrigin: origin });
  await useModel(desk, `${origin}/v1`);
  await desk.plan("Take me away");
  await desk.reach("Not planned");
  assert.equal(await desk.text(".said"), "<b>Where</b> from?");
  await desk.plan("Take me away");
  await desk.reach("Failed");
  assert.match(await desk.text(".said"), /MODEL_UNREADABLE/);
  await desk.plan("Take me away");
  await until("the last one is answered", async () => (await desk.states()).join() === "Not planned,Failed,Not planned");
  assert.match(await desk.text(".said"), /^The model named an airport that the airline does not fly to\./);
  assert.deepEqual((await desk.ledger()).attempts, []);
});

test("a model that is not named yet is told before anything is sent", async (t) => {
  const desk = await visit(t);
  await desk.press("Planner settings");
  await desk.tab.press(await desk.control("radio", "A model"));
  await desk.press("Done");
  await desk.plan(DEAR);
  await desk.reach("Failed");
  assert.match(await desk.text(".said"), /Name its endpoint and model in the planner settings, then run this again\.\s+MODEL_UNSET/);
});
