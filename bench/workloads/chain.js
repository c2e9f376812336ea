// `chain`: nodes in a row that do nothing. What is left is the price of a superstep, and whether it grows with the graph.

/** @type {import("./index.js").Workload} */
export const chain = {
  name: "chain",
  sizes: [10, 100, 1000],
  of: (size) => ({
    steps: size,
    nodes: Array.from({ length: size }, (_, at) => `node_${at}`),
    message: undefined,
    payload: 0,
  }),
};
