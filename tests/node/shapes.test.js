// The shapes of Command, Send and Overwrite, without a graph: semantics.md 5.1.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, Overwrite, Send, isCommand } from "../../www/haltgraph.js";
import { decodeState, encodeState } from "../../www/api/values.js";

const json = (value) => JSON.parse(JSON.stringify(value));

test("S-CMD-01 S-CHO-45 a Command as JSON, and as what came from JSON", () => {
  const command = new Command({ resume: { a: 1 }, goto: ["x", new Send("y", { n: 1 })], graph: Command.PARENT });
  assert.deepEqual(command.toJSON(), {
    lg_name: "Command", update: undefined, resume: { a: 1 }, goto: ["x", { lg_name: "Send", node: "y", args: { n: 1 } }], graph: "__parent__",
  });
  assert.equal(JSON.stringify(new Command({ update: { v: 1 } })), '{"lg_name":"Command","update":{"v":1},"goto":[]}');
  for (const value of [command, json(command)]) assert.equal(isCommand(value), true);
  for (const value of [null, undefined, "Command", {}, { lg_name: "Send" }]) assert.equal(isCommand(value), false);
});

test("S-CMD-01 members that a Command does not have are refused", () => {
  assert.throws(() => new Command({ resum: 1 }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  assert.throws(() => new Command("resume"), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  assert.throws(() => new Send(), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  assert.throws(() => new Send("a", 1, { timeout: 5 }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
});

test("S-CMD-02 goto becomes a list, and Send-shaped objects Sends, at any depth and through cycles", () => {
  assert.deepEqual(new Command().goto, []);
  assert.deepEqual(new Command({ goto: "a" }).goto, ["a"]);
  const looped = { list: [{ lg_name: "Send", node: "inner", args: { n: 1 } }], date: new Date(0) };
  looped.self = looped;
  const { goto: [send] } = new Command({ goto: { lg_name: "Send", node: "outer", args: looped } });
  assert.ok(send instanceof Send);
  assert.deepEqual([send.node, send.args.list[0] instanceof Send, send.args.list[0].args], ["outer", true, { n: 1 }]);
  assert.equal(send.args.self, send.args);
  assert.equal(send.args.date, looped.date);
});

test("S-CMD-03 S-STP-64 a Send's args are converted the same way, and its JSON is a Send again", () => {
  const send = new Send("n", { nested: { lg_name: "Command", goto: "x" }, plain: { a: [1] } });
  assert.ok(send.args.nested instanceof Command);
  assert.deepEqual(json(send), { lg_name: "Send", node: "n", args: { nested: { lg_name: "Command", goto: ["x"] }, plain: { a: [1] } } });
  const [again] = new Command({ goto: json(send) }).goto;
  assert.ok(again instanceof Send);
  const hostile = new Send("n", JSON.parse('{"__proto__":{"admin":true}}'));
  assert.equal(hostile.args.admin, undefined);
});

test("S-STA-17 an Overwrite's JSON is its wire form", () => {
  assert.equal(JSON.stringify(new Overwrite([1])), '{"__overwrite__":[1]}');
  assert.deepEqual(new Overwrite(5).value, 5);
});

test("S-CKP-30 Command, Send and Overwrite keep their kind in state", () => {
  const value = { list: [
    new Send("n", { at: new Date(5), inner: new Send("m") }), new Command({ resume: 0, update: [["a", new Set([1])]], goto: ["x", new Send("y", 1)] }),
    new Overwrite(new Map([[1, new Overwrite(undefined)]])),
  ] };
  const back = decodeState(encodeState(value));
  assert.deepEqual(back, value);
  assert.ok(back.list[0].args.inner instanceof Send && back.list[1].goto[1] instanceof Send && back.list[2].value.get(1) instanceof Overwrite);
});

test("S-CKP-18 a stored Send without a node, or a Command with other members, is no way in", () => {
  assert.throws(() => decodeState('{"$hg":"send","v":{"node":5}}'), { code: "E_CORRUPT" });
  assert.throws(() => decodeState('{"$hg":"command","v":[]}'), { code: "E_CORRUPT" });
  const command = decodeState('{"$hg":"command","v":{"toJSON":1,"lg_name":"Other","__proto__":{"x":1},"goto":["a"]}}');
  assert.deepEqual([typeof command.toJSON, command.x, command.goto], ["function", undefined, ["a"]]);
});
