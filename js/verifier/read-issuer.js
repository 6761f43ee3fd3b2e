import { MAX_TOKEN_BYTES_LIMIT } from '../shared/limits.js'

/** @import { Core } from '../core/core.js' */

/**
 * @param {Core} core which is loaded
 * @param {string} jwt
 * @returns {string} the unverified "iss", which only chooses who verifies the token
 * @throws {AssayError} the core's refusal of a token without one
 */
export function readIssuer(core, jwt) {
  return core.run((instance) => {
    instance.check(
      instance.exports.unverifiedIssuer(instance.writeToken(jwt, MAX_TOKEN_BYTES_LIMIT), MAX_TOKEN_BYTES_LIMIT)
    )
    return instance.readText()
  }, undefined)
}
