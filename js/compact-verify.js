import { checkToken } from './call-options.js'
import { deepFreeze } from './deep-freeze.js'
import { checkJwkSet } from './key-options.js'
import { missingOption, optional, readOptions } from './option-checks.js'
import { checkAlgorithms, checkMaxTokenBytes } from './options.js'

/** @import { Core } from './core.js' */
/** @import { CoreInstance } from './core-instance.js' */
/** @import { VerifiedJws } from './types.js' */

const MAX_JWK_SET_BYTES = 65_536

/**
 * @param {Core} core
 * @param {unknown} jws
 * @param {unknown} given
 * @returns {Promise<VerifiedJws>}
 */
export async function verifyCompact(core, jws, given) {
  const options = readOptions(given, ['jwks', 'algorithms', 'maxTokenBytes'])
  if (options.jwks === undefined) throw missingOption('jwks', 'the JWK Set to verify with')
  const jwkSet = checkJwkSet(options.jwks)
  const algorithms = optional(options, 'algorithms', ['RS256'], checkAlgorithms)
  const maxBytes = optional(options, 'maxTokenBytes', 16_384, checkMaxTokenBytes)
  const text = checkToken(jws)
  await core.load()
  return core.run((instance) => {
    const { exports } = instance
    const [jwsLength, jwkSetLength, algorithmsLength] = instance.write(
      { data: text, limit: maxBytes },
      { data: jwkSet, limit: MAX_JWK_SET_BYTES },
      { data: JSON.stringify(algorithms) }
    )
    instance.check(exports.verifyJws(jwsLength, jwkSetLength, algorithmsLength, maxBytes, MAX_JWK_SET_BYTES))
    return readJws(instance)
  }, undefined)
}

/**
 * @param {CoreInstance} instance
 * @returns {VerifiedJws}
 */
function readJws(instance) {
  const output = instance.output()
  const start = instance.headerLength()
  return Object.freeze({
    protectedHeader: deepFreeze(instance.readJson(output.subarray(0, start))),
    payload: output.slice(start)
  })
}
