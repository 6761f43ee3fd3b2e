import { checkToken } from '../options/call-options.js'
import { deepFreeze } from '../shared/deep-freeze.js'
import { checkJwkSet } from '../options/key-options.js'
import { checkOptions } from '../options/option-checks.js'
import { POLICY_RULES } from '../options/options.js'

/** @import { Core } from '../core/core.js' */
/** @import { CoreInstance } from '../core/core-instance.js' */
/** @import { Rule } from '../options/option-checks.js' */
/** @import { VerifiedJws } from '../shared/types.js' */

const MAX_JWK_SET_BYTES = 65_536

/**
 * @param {Core} core
 * @param {unknown} jws
 * @param {unknown} given
 * @returns {Promise<VerifiedJws>}
 */
export async function verifyCompact(core, jws, given) {
  const { algorithms: allowed, maxTokenBytes: size } = POLICY_RULES
  /** @type {{ readonly [name: string]: Rule }} */
  const rules = {
    jwks: [checkJwkSet, undefined, 'the JWK Set to verify with'],
    algorithms: allowed,
    maxTokenBytes: size
  }
  const { jwks, algorithms, maxTokenBytes } = checkOptions(given, rules)
  const text = checkToken(jws)
  await core.load()
  return core.run((instance) => {
    const { exports } = instance
    const [jwsLength, jwkSetLength, algorithmsLength] = instance.write(
      text.slice(0, maxTokenBytes + 1),
      jwks,
      JSON.stringify(algorithms)
    )
    instance.check(exports.verifyJws(jwsLength, jwkSetLength, algorithmsLength, maxTokenBytes, MAX_JWK_SET_BYTES))
    return readJws(instance)
  })
}

/**
 * @param {CoreInstance} instance
 * @returns {VerifiedJws}
 */
function readJws(instance) {
  const output = instance.output()
  const start = instance.result()[2]
  return Object.freeze({
    protectedHeader: deepFreeze(instance.readJson(output.subarray(0, start))),
    payload: output.slice(start)
  })
}
