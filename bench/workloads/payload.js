// Questions and answers of the size that they have in practice.

/**
 * A question as an agent asks it, some 300 bytes of JSON.
 *
 * @param {number} number
 */
export function question(number) {
  return {
    question: `Send message ${number} to the customer?`,
    proposed_action: {
      id: `a${number}`,
      name: "send_email",
      args: {
        to: `customer-${number}@example.org`,
        subject: "Your order has left our warehouse",
        body: "It should be with you within three working days. You can follow it with the number below.",
      },
    },
  };
}

/** @param {number} number */
export const answer = (number) => `approved ${number}`;
