import { findRequest, inspectToken, jwkSetText, readJwkSet } from 'assay-jwt/debug'
import { createVerifier } from './page-core.js'
import { now, policyOptions, requiredScopes, state } from './state.js'

/**
 * @typedef {object} Decision
 * @property {string} token
 * @property {ReturnType<typeof findRequest>['as']} foundAs
 * @property {ReturnType<typeof inspectToken>} inspection
 * @property {string} proof the DPoP proof
 * @property {ReturnType<typeof inspectToken>} proofInspection
 * @property {any} report undefined while the policy is invalid
 * @property {{ header?: any, claims?: any }} parts as the core has read them, whatever the policy is
 * @property {any} policyError AssayError of the policy
 * @property {any} keysError AssayError of the key set's text
 * @property {object[]} keys of the key set
 * @property {string} jwksText JSON text of the key set, whatever form it was pasted in
 * @property {string} [keysNote] what must be known of how the keys were read
 * @property {number} now
 */

/** The verifier for the current policy and keys; made again when they change. */
let prepared = { key: '', verifier: /** @type {any} */ (undefined) }

/** @returns {Promise<Decision>} */
export async function decide() {
  const found = findRequest(state.text)
  const time = now()
  const { jwks, jwksText, keysNote, keysError } = readKeys()
  const proof = proofOf(state.proof.text)
  const decision = {
    ...{ proof, proofInspection: inspectToken(proof) },
    ...{ token: found.token, foundAs: found.as, inspection: inspectToken(found.token), now: time },
    ...{ keys: jwks.keys, jwksText, keysNote, keysError, report: undefined, parts: {}, policyError: undefined }
  }
  try {
    const options = policyOptions()
    const verifier = verifierFor({ ...options, jwks })
    const scopes = requiredScopes()
    const call = {
      now: time,
      ...(scopes.length > 0 && { requiredScope: scopes }),
      ...(options.dpop !== undefined && { possession: possessionOf(proof, found.scheme) })
    }
    const report = await verifier.explain(found.token, call)
    return { ...decision, parts: report, report: keysError === undefined ? report : withKeysError(report, keysError) }
  } catch (error) {
    return { ...decision, parts: await readParts(found.token, time), policyError: error }
  }
}

/** @param {string} text a proof, a header line or a request @returns {string} */
function proofOf(text) {
  const { token, proof = token } = findRequest(text)
  return proof
}

/**
 * @param {string} proof
 * @param {'Bearer' | 'DPoP' | undefined} scheme of the pasted text
 */
function possessionOf(proof, scheme = proof === '' ? undefined : 'DPoP') {
  const { method, url } = state.proof
  return { scheme, ...(proof !== '' && { proof, method: method.trim(), url: url.trim() }) }
}

/** A policy that nothing fulfils: it only reads. */
const NOBODY = { issuer: 'none', audience: 'none', jwks: { keys: [] }, maxTokenBytes: 65536, tokenCache: false }

/** @type {any} */
let reader

/**
 * @param {string} token
 * @param {number} time
 * @returns {Promise<{ header?: any, claims?: any }>}
 */
function readParts(token, time) {
  reader ??= createVerifier(NOBODY)
  return reader.explain(token, { now: time })
}

/** @param {object} options */
function verifierFor(options) {
  const key = JSON.stringify(options)
  if (prepared.key === key) return prepared.verifier
  const verifier = createVerifier({ ...options, tokenCache: false, onEvent: () => {} }) // the page itself says what is odd
  prepared.verifier?.dispose()
  prepared = { key, verifier }
  return verifier
}

/** @returns {{ jwks: { keys: object[] }, jwksText: string, keysNote?: string, keysError?: any }} */
function readKeys() {
  const { text: given, source } = state.keys
  let jwksText = given
  try {
    if (given.trim() === '') return { jwks: { keys: [] }, jwksText, keysError: state.keys.fault }
    // A verifier that fetches takes a JWK Set alone.
    const { text, note } = source.kind === 'pasted' ? jwkSetText(given) : { text: given, note: undefined }
    jwksText = text
    return { jwks: readJwkSet(text), jwksText, keysNote: note }
  } catch (keysError) {
    return { jwks: { keys: [] }, jwksText, keysError }
  }
}

/**
 * @param {any} report of a set without keys
 * @param {any} keysError why there are none
 */
function withKeysError(report, keysError) {
  if (report.error?.code !== 'AUTH_KEYS_UNAVAILABLE') return report
  const checks = report.checks.map((/** @type {any} */ check) =>
    check.check === 'key' && check.status === 'fail' ? { ...check, message: keysError.message } : check
  )
  return { ...report, error: keysError.toJSON(), checks }
}
