// What `cargo xtask profile` makes of a CPU profile.

import assert from "node:assert/strict";
import test from "node:test";

import { lines, selfTimes } from "../../bench/self_times.mjs";

const BUNDLE = lines(`// www/api/host.js
function node() {
  // bench/no/module, but a remark
  return (x) => x;
}
// www/pkg/haltgraph.js
  __wbg_reduce_0: function() {
    return handleError(function(arg0) {
`);

const PAGE = "http://localhost/page/page.js";

/** @param {[id: number, url: string, lineNumber: number, functionName: string][]} frames */
const nodes = (...frames) =>
  frames.map(([id, url, lineNumber, functionName]) => ({
    id,
    callFrame: { url, lineNumber, functionName, scriptId: "1", columnNumber: 0 },
  }));

test("the time from one sample to the next goes to the function of the first", () => {
  const profile = {
    nodes: nodes([1, PAGE, 1, "node"], [2, "", -1, "(idle)"]),
    startTime: 0,
    endTime: 100,
    samples: [1, 2, 1, 1],
    timeDeltas: [5, 10, 20, 30],
  };
  assert.deepEqual(selfTimes(profile, BUNDLE), [["js\twww/api/host.js\tnode", 40], ["browser\t\t(idle)", 20]]);
});

test("functions are told apart by their file, and the engine's by name alone", () => {
  const profile = {
    nodes: nodes([1, PAGE, 3, ""], [2, PAGE, 7, ""], [3, "wasm://wasm/haltgraph-1", 0, "a::b"], [4, "http://localhost/x.js", 900, "x"]),
    startTime: 0,
    endTime: 100,
    samples: [1, 2, 3, 4, 1],
    timeDeltas: [0, 4, 3, 2, 1],
  };
  assert.deepEqual(selfTimes(profile, BUNDLE).map(([row]) => row.split("\t")), [
    ["js", "www/api/host.js", "return (x) => x;"],
    ["js", "www/pkg/haltgraph.js", "__wbg_reduce_0: function() {"],
    ["wasm", "", "a::b"],
    ["js", "elsewhere", "x"],
  ]);
});
