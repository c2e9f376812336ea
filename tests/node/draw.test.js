// Drawing: semantics.md 1.7.

import assert from "node:assert/strict";
import test from "node:test";

import { END, START, StateGraph } from "../../www/haltgraph.js";
import { State, chain } from "./graphs.js";

const nothing = () => null;
const lines = (app, options) => app.getGraph().drawMermaid(options).split("\n");

test("S-BLD-84 a chain as Mermaid text, line by line", () => {
  const app = chain({ a: nothing, b: nothing }).addEdge("b", END).compile();
  assert.deepEqual(lines(app), [
    "%%{init: {'flowchart': {'curve': 'linear'}}}%%", "graph TD;",
    "\t__start__([<p>__start__</p>]):::first", "\ta(a)", "\tb(b)", "\t__end__([<p>__end__</p>]):::last",
    "\t__start__ --> a;", "\ta --> b;", "\tb --> __end__;",
    "\tclassDef default fill:#f2f0ff,line-height:1.2;", "\tclassDef first fill-opacity:0;", "\tclassDef last fill:#bfb6fc;", "",
  ]);
});

test("S-BLD-80 S-BLD-84 labels of a path map, conditional edges, breakpoints", () => {
  const app = new StateGraph(State).addNode({ a: nothing, b: nothing, c: nothing })
    .addEdge(START, "a").addConditionalEdges("a", () => "go", { go: "b", c: "c" }).addEdge("b", END)
    .compile({ interruptBefore: ["c"], interruptAfter: ["c", "b"] });
  const text = lines(app);
  for (const line of ["\ta -. &nbsp;go&nbsp; .-> b;", "\ta -.-> c;", "\tc --> __end__;", "\tc(c<hr/><small><em>__interrupt = before,after</em></small>)", "\tb(b<hr/><small><em>__interrupt = after</em></small>)"]) {
    assert.ok(text.includes(line), `${line} in ${text.join("\n")}`);
  }
  assert.deepEqual(app.getGraph().edges.filter(({ conditional }) => conditional), [
    { source: "a", target: "b", data: "go", conditional: true }, { source: "a", target: "c", conditional: true },
  ]);
});

test("S-BLD-81 without a path map an edge to every other node and END; with ends only to those", () => {
  const graph = (options) => new StateGraph(State).addNode("a", nothing, options).addNode({ b: nothing, c: nothing })
    .addEdge(START, "a").addConditionalEdges("a", () => END).addEdge("b", "c").addEdge("c", "b").compile().getGraph();
  const targets = ({ edges }) => edges.filter(({ source, conditional }) => source === "a" && conditional).map(({ target }) => target);
  assert.deepEqual(targets(graph()), ["b", "c", END]);
  assert.deepEqual(targets(graph({ ends: ["b"] })), ["b"]);
});

test("S-BLD-80 S-BLD-82 joins draw an edge for each start; ends are conditional; START and END stand where they are used", () => {
  const drawn = new StateGraph(State).addNode("a", nothing, { ends: ["c"] }).addNode({ b: nothing, c: nothing })
    .addEdge(START, "a").addEdge(START, "b").addEdge(["a", "b"], "c").addEdge("c", "a").compile().getGraph();
  assert.deepEqual(drawn.edges.map(({ source, target, conditional }) => `${source} ${target} ${conditional}`), [
    "__start__ a false", "__start__ b false", "c a false", "a c false", "b c false", "a c true",
  ]);
  assert.deepEqual(Object.keys(drawn.nodes), [START, "a", "b", "c"]);
  assert.deepEqual(JSON.parse(JSON.stringify(drawn)).nodes.map(({ id, type }) => `${id} ${type}`), ["__start__ schema", "a runnable", "b runnable", "c runnable"]);
});

test("S-BLD-84 names and labels are text in the diagram, never syntax", () => {
  const evil = 'x"];<img src=x>';
  const app = new StateGraph(State).addNode(evil, nothing).addEdge(START, evil).addConditionalEdges(evil, () => END, { '<b>"': END }).compile();
  const text = app.getGraph().drawMermaid();
  assert.ok(!text.includes("<img") && !text.includes("<b>") && !text.includes('x"'), text);
});

test("S-BLD-84 options: without styles, curve, colours, wrapped labels; S-BLD-80 xray is accepted, getGraphAsync the same", async () => {
  const app = chain({ a: nothing }).addConditionalEdges("a", () => END, { "one two three four": END }).compile();
  assert.deepEqual(lines(app, { withStyles: false, wrapLabelNWords: 2 }), ["graph TD;", "\t__start__ --> a;", "\ta -. &nbsp;one two<br>three four&nbsp; .-> __end__;", ""]);
  assert.equal(lines(app, { curveStyle: "basis" })[0], "%%{init: {'flowchart': {'curve': 'basis'}}}%%");
  assert.ok(lines(app, { nodeColors: { first: "fill:red" } }).includes("\tclassDef first fill:red;"));
  assert.deepEqual((await app.getGraphAsync({ xray: true })).edges, app.getGraph().edges);
  assert.throws(() => app.getGraph({ depth: 1 }), { code: "E_BAD_ARGUMENT" });
});
