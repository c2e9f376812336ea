// Ids from the platform's random source.

/** Random bytes of some ids to come: asking the platform for each takes longer than all else about an id. */
const pool = new Uint8Array(1024);
let used = pool.length;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** 128 random bits as 32 hex digits (S-INT-22, SR-56). */
export function randomId() {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  let id = "";
  for (const end = used + 16; used < end; used += 1) id += HEX[pool[used]];
  return id;
}

/** A UUID v4. `crypto.randomUUID` exists in secure contexts only. */
export function uuid() {
  const hex = randomId();
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
