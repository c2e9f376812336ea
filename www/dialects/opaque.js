// Texts that mean something to a machine and cannot be judged by looking at their words: shown exactly, never interpreted,
// and reason enough to ask twice (SR-39).

const SQL = /^\s*(?:SELECT\b[^]*\bFROM|select\s+\*\s+from|(?:INSERT\s+INTO|insert\s+into)|(?:DELETE\s+FROM|delete\s+from)|(?:UPDATE\s+\S+\s+SET|update\s+\S+\s+set)|(?:DROP|ALTER|CREATE|TRUNCATE|drop|alter|create|truncate)\s+(?:TABLE|DATABASE|SCHEMA|USER|table|database|schema|user))\s/;
const SHELL = /^#!|(?:^|[;&|`(]\s*)(?:sudo|rm|curl|wget|bash|sh|zsh|chmod|chown|dd|mkfs|ssh|scp|nc|powershell|cmd)\s+[-\w/.~"'$]/m;
const BASE64 = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?:[A-Za-z0-9+/]{4}){16,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Whether a text is a program, a statement, an encoding or nested JSON.
 * @param {string} text
 */
export const isOpaque = (text) => SQL.test(text) || SHELL.test(text) || BASE64.test(text) || isNestedJson(text);

/** @param {string} text */
function isNestedJson(text) {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
