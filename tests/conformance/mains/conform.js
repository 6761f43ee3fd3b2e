// What all runtimes run: the installed package, each of its entries imported by its name, through the suite.

import { calls } from './watch.js'
import * as api from 'assay-jwt'
import * as inline from 'assay-jwt/inline'
import * as inlineEc from 'assay-jwt/inline-ec'
import * as slim from 'assay-jwt/slim'
import { runSuite } from '../suite.js'

const callsAtImport = calls()

/**
 * @param {{ base: string, id: string }} place on the key server
 * @param {Pick<import('../suite.js').Environment, 'code' | 'curvesCode' | 'instancesAtImport' | 'require' | 'noEval'>} own what only this runtime knows
 * @returns {Promise<import('../suite.js').Row[]>}
 */
export async function conform({ base, id }, own) {
  const fixture = await (await fetch(`${base}/fixture`)).json()
  return runSuite({ api, inline, inlineEc, slim, calls, callsAtImport, fixture, base, id, ...own })
}
