// Ids from the platform's random source.

/** 128 random bits as 32 hex digits (S-INT-22, SR-56). */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let id = "";
  for (const byte of bytes) id += byte.toString(16).padStart(2, "0");
  return id;
}

/** A UUID v4. `crypto.randomUUID` exists in secure contexts only. */
export function uuid() {
  const hex = randomId();
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
