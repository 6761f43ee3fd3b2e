// What lintJwks says. This file holds no code.

/**
 * error: a rule is broken: keys are not used, or are not safe to use. warning: doubtful. info: worth knowing.
 * @typedef {'error' | 'warning' | 'info'} LintSeverity
 */

/**
 * @typedef {object} LintFinding one thing that lintJwks found
 * @property {string} id stable; docs/guides/lint-jwks.md lists them all. The same as the core's reason, if it has one for this
 * @property {LintSeverity} severity
 * @property {string} message what was found, in a sentence. It never shows a private member
 * @property {string} hint what to do about it
 * @property {string} clause the specification's section, or another source of the rule
 * @property {string} [member] the member that it is about
 * @property {readonly number[]} [others] the indexes of the other keys that it is about
 * @property {string} [path] where in the JSON it is, for example `keys[2].alg`
 */

/**
 * @typedef {object} JwkLint one entry of "keys"
 * @property {number} index
 * @property {string | null} kid
 * @property {string | null} kty
 * @property {string | null} crv the curve of an EC or OKP key
 * @property {string | null} alg
 * @property {string | null} use
 * @property {number | null} bits the length of an RSA modulus, or of a coordinate; null if none can be read
 * @property {number | null} exponent of an RSA key; null if none can be read, or from 2^53 on
 * @property {boolean} usable whether the core would use the key if it were the only one
 * @property {string | null} reason the core's reason for not using it; null: it would
 * @property {readonly LintFinding[]} findings
 */

/**
 * @typedef {object} JwksLint what lintJwks says about a JWK Set; plain JSON, deeply frozen
 * @property {boolean} ok whether no finding is an error
 * @property {boolean} usable whether a verifier with the default limits accepts the set and can use at least one key
 * @property {{ readonly error: number, readonly warning: number, readonly info: number }} counts of all findings
 * @property {readonly LintFinding[]} findings about the set as a whole
 * @property {readonly JwkLint[]} keys in their order
 */

export {}
