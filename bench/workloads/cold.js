// `cold`: the first question on a page that nobody has seen before: no cache, no database. What each contestant's page
// loads and does stands in `cold/`.

/** @satisfies {import("./index.js").Workload} */
export const cold = {
  name: "cold",
  way: "cold",
  sizes: [1],
  of: () => ({}),
  figures: [{ name: "asked", label: "ms from navigation to question", of: ({ spans }) => spans["asked"] }],
};
