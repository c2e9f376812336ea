// `download`: what each contestant's page of `cold/` loads until it asks, bundled, minified and compressed.

/** @satisfies {import("./index.js").Workload} */
export const download = {
  name: "download",
  way: "download",
  once: true,
  sizes: [1],
  of: () => ({}),
  figures: [
    { name: "gzip", label: "kB, gzip", of: ({ spans: { gzip = NaN } }) => gzip / 1000 },
    { name: "brotli", label: "kB, brotli", of: ({ spans: { brotli = NaN } }) => brotli / 1000 },
  ],
};
