// The options of docs/providers.md: its code blocks run with a createVerifier that remembers what it is given.

import { readFileSync } from 'node:fs'
import * as http from 'assay-jwt/http'
import * as presets from 'assay-jwt/providers'

/**
 * @typedef {object} Documented
 * @property {any} options of createVerifier
 * @property {object} call options of verify
 * @property {any} guardOptions of guard; undefined where the page shows none
 * @property {string} section the heading
 */

export const page = new URL('../../docs/providers.md', import.meta.url)

/** @returns {Promise<Map<string, Documented>>} fixture -> the options that the page recommends */
export async function documentedOptions() {
  const documented = new Map()
  let section = ''
  for (const [, heading, ids, code] of readFileSync(page, 'utf8').matchAll(
    /^## (.*)$|^<!-- (.*) -->\n\n```js\n([^]*?)```$/gm
  )) {
    if (heading) section = heading
    else for (const id of ids.split(', ')) documented.set(id, { ...(await run(code)), section })
  }
  return documented
}

/** @param {string} code of a block @returns {Promise<Omit<Documented, 'section'>>} */
async function run(code) {
  let options
  let call = {}
  let guardOptions
  const createVerifier = (/** @type {object} */ given) => {
    options = given
    return { verify: (/** @type {string} */ _jwt, /** @type {object} */ required) => void (call = required) }
  }
  const guard = (/** @type {unknown} */ _verifier, /** @type {object} */ given) => void (guardOptions = given)
  const parameters = { ...http, ...presets, createVerifier, guard, jwt: '' }
  const AsyncFunction = /** @type {FunctionConstructor} */ (run.constructor)
  await new AsyncFunction(...Object.keys(parameters), code)(...Object.values(parameters))
  return { options, call, guardOptions }
}
