// What lintJwks says about a key, beside what the core's own report says.
import assert from 'node:assert/strict'
import { lintJwks } from 'assay-jwt'
import { rules } from '../../../js/lint/rules.js'
import { coreReport } from './core-report.js'
import { publicJwk } from './tokens.js'

/** @import { JwkLint } from 'assay-jwt' */

/** @param {object} jwk @returns {object} without its members that are undefined */
export const clean = (jwk) => JSON.parse(JSON.stringify(jwk))

/** @param {number} seed @returns {(values: readonly any[]) => any} draws one of them, in the same order each time */
export function drawing(seed) {
  let state = seed
  return (values) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return values[Math.floor((state / 2 ** 32) * values.length)]
  }
}

/**
 * Compares what is said about each key of a set. A good key stands in front: a set without any is refused as a whole.
 * The core looks at a point once a token chooses the key, so that its report does not have what is wrong with points.
 * @param {readonly unknown[]} keys
 * @returns {readonly JwkLint[]} that of the good key first
 */
export function compareWithCore(keys) {
  const text = JSON.stringify({ keys: [publicJwk('other'), ...keys] })
  const core = coreReport(text)
  assert.equal(core.reason, null)
  const lint = lintJwks(text)
  assert.equal(lint.usable, true)
  for (const [index, expected] of core.keys.entries()) {
    const found = lint.keys[index]
    const name = text.length < 4000 ? text : `keys[${index}]: ${String(JSON.stringify(keys[index - 1])).slice(0, 2000)}`
    assert.deepEqual(reported(found), pick(expected), name)
    const isPrivate = found.findings.some(({ id }) => id === 'private_members')
    const { d } = /** @type {any} */ (index === 0 ? {} : (keys[index - 1] ?? {}))
    assert.equal(isPrivate || d === null, expected.notes.includes('private_members') || d === null, name)
    assert.equal(found.usable, found.reason === null)
  }
  return lint.keys
}

/** @param {JwkLint} key @returns {object} what the core's report has of it */
function reported(key) {
  const broken = key.findings
    .map(({ id }) => /** @type {any} */ (rules)[id])
    .filter(({ reason }) => reason !== undefined)
  const isLater = broken.length > 0 && broken.every(({ whenChosen }) => whenChosen)
  return isLater ? { ...pick(key), usable: true, reason: null } : pick(key)
}

/** @param {{ index: number, kid: string | null, usable: boolean, reason: string | null }} key */
const pick = ({ index, kid, usable, reason }) => ({ index, kid, usable, reason })
