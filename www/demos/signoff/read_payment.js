// From words to a payment: whom, how much, what for. Pays nothing.

/** @import { Payment } from "./ledger.js" */

/**
 * @param {string} request such as `Pay Northwind Paper $1,840 for invoice 1177`
 * @returns {{ payment: Payment } | { outcome: { kind: "unclear", text: string } }}
 */
export function readPayment(request) {
  const [, amount] = /\$\s?(\d{1,3}(?:,\d{3})+|\d+)(?![\d.,]*\d)/.exec(request) ?? [];
  const [, payee] = /\bpay (.+?) ?\$/i.exec(request) ?? [];
  const [, reference] = /\bfor (.+?)\.?$/i.exec(request) ?? [];
  const amount_usd = Number((amount ?? "").replaceAll(",", ""));
  if (!payee || !reference || !(amount_usd > 0)) return { outcome: { kind: "unclear", text: "Whom, how much, and what for? Write for example: Pay Northwind Paper $1,840 for invoice 1177." } };
  return { payment: { payee: payee.trim(), amount_usd, reference: reference.trim() } };
}
