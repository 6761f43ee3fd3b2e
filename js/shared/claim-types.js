// What the option `claims` may say. No code.

/**
 * What a claim must be: a value, one of several, a string that begins with one of several prefixes, or none of these.
 * Strings are compared exactly, numbers and booleans by value. An array must contain such an element.
 * @typedef {ClaimValue | readonly ClaimValue[] | { startsWith: string | readonly string[], not?: ClaimOperand } |
 *   { not: ClaimOperand, startsWith?: string | readonly string[] } | ClaimRules} ClaimRule
 */

/** @typedef {string | number | boolean} ClaimValue */
/** @typedef {ClaimValue | readonly ClaimValue[] | { startsWith: string | readonly string[] }} ClaimOperand */
/** @typedef {{ readonly [claim: string]: ClaimRule }} ClaimRules by the names of claims, and of members inside them */

export {}
