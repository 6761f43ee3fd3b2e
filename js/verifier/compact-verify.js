import { checkToken } from '../options/call-options.js'
import { deepFreeze } from '../shared/deep-freeze.js'
import { DEFAULT_MAX_JWKS_BYTES } from '../shared/limits.js'
import { checkOptions } from '../options/option-checks.js'
import { checkCurves } from '../options/policy-checks.js'
import { COMPACT_VERIFY_RULES } from '../options/rules.js'

/** @import { Core } from '../core/core.js' */
/** @import { CoreInstance } from '../core/core-instance.js' */
/** @import { VerifiedJws } from '../shared/types.js' */

/**
 * @param {Core} core
 * @param {unknown} jws
 * @param {unknown} given
 * @returns {Promise<VerifiedJws>}
 */
export async function verifyCompact(core, jws, given) {
  const { jwks, algorithms, maxTokenBytes } = checkOptions(given, COMPACT_VERIFY_RULES)
  checkCurves(algorithms, core.platform.curves !== undefined)
  const text = checkToken(jws)
  const verify = (/** @type {CoreInstance} */ instance) => {
    const { exports } = instance
    const [jwsLength, jwkSetLength, algorithmsLength] = instance.write(
      text.slice(0, maxTokenBytes + 1),
      jwks,
      JSON.stringify(algorithms)
    )
    instance.check(exports.verifyJws(jwsLength, jwkSetLength, algorithmsLength, maxTokenBytes, DEFAULT_MAX_JWKS_BYTES))
    return readJws(instance)
  }
  await core.load()
  try {
    return core.run(verify)
  } catch (error) {
    if (!core.lacksCurves(error)) throw error
  }
  await core.loadCurves()
  return core.run(verify)
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
