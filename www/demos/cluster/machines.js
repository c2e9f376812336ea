// What the cluster consists of, and what each tool does to it: the state before, the state after, and a word to the caller.
// Pure; the cluster's rows are kept by cluster.js.

/** @typedef {{ name: string, zone: string, status: "ready" | "cordoned" | "off" }} Machine */
/** @typedef {{ name: string, replicas: number, use: string }} Deployment `use`: how busy it is, in words */
/** @typedef {{ nodes: Machine[], deployments: Deployment[] }} ClusterState */

/** What a call comes to. @typedef {{ ok: boolean, text: string, after: ClusterState }} Effect */

/** The cluster as a new visitor finds it. @returns {ClusterState} */
export const firstState = () => ({
  nodes: [
    { name: "node-1", zone: "a", status: "ready" }, { name: "node-2", zone: "a", status: "ready" },
    { name: "node-3", zone: "b", status: "ready" }, { name: "node-4", zone: "b", status: "ready" },
  ],
  deployments: [
    { name: "checkout", replicas: 4, use: "busy" }, { name: "reports", replicas: 6, use: "mostly idle" },
    { name: "search", replicas: 3, use: "busy" }, { name: "staging-demo", replicas: 2, use: "not used for 41 days" },
  ],
});

/** @type {Readonly<Record<string, (state: ClusterState, args: any) => Effect>>} */
const EFFECTS = Object.freeze({
  describe_cluster: (state) => ({ ok: true, text: JSON.stringify(state), after: state }),
  scale_deployment: (state, { deployment, replicas }) => change(state, "deployments", deployment,
    (row) => ({ row: { ...row, replicas }, text: `${row.name} went from ${row.replicas} to ${replicas} replicas.` })),
  delete_deployment: (state, { deployment }) => change(state, "deployments", deployment, (row) => ({ text: `${row.name} was deleted.` })),
  drain_node: (state, { node }) => change(state, "nodes", node, (row) => ({ row: { ...row, status: "off" }, text: `${row.name} was drained and switched off.` })),
  cordon_node: (state, { node }) => change(state, "nodes", node, (row) => ({ row: { ...row, status: "cordoned" }, text: `${row.name} takes nothing new.` })),
});

/**
 * What a call does to a cluster. What cannot be done changes nothing, and says why.
 * @param {ClusterState} state
 * @param {{ name: string, args: Record<string, any> }} call
 * @returns {Effect}
 */
export function effectOf(state, { name, args }) {
  return Object.hasOwn(EFFECTS, name) ? EFFECTS[name](state, args) : { ok: false, text: `There is no tool "${name}".`, after: state };
}

/**
 * Changes or drops one row.
 * @template {"nodes" | "deployments"} Kind
 * @param {ClusterState} state
 * @param {Kind} kind
 * @param {string} name
 * @param {(row: any) => { row?: any, text: string }} turn `row`: the row after; none where it is dropped
 * @returns {Effect}
 */
function change(state, kind, name, turn) {
  const found = state[kind].find((row) => row.name === name);
  if (!found) return { ok: false, text: `There is no "${name}". Nothing was changed.`, after: state };
  const { row, text } = turn(found);
  const rows = /** @type {any[]} */ (state[kind]).flatMap((one) => (one !== found ? [one] : row ? [row] : []));
  return { ok: true, text, after: { ...state, [kind]: rows } };
}
