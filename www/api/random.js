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
  used += 16;
  return hex(pool, used - 16);
}

/** A UUID v4, of bytes asked for now (S-CHO-36). `crypto.randomUUID` exists in secure contexts only. */
export function uuid() {
  const id = hex(crypto.getRandomValues(new Uint8Array(16)), 0);
  const variant = ((Number.parseInt(id[16], 16) & 3) | 8).toString(16);
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-${variant}${id.slice(17, 20)}-${id.slice(20)}`;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from of 16 of them
 */
function hex(bytes, from) {
  let digits = "";
  for (let at = from; at < from + 16; at += 1) digits += HEX[bytes[at]];
  return digits;
}
