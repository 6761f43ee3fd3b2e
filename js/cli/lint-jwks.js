import { lintJwks } from '../entry/node.js'
import { EXIT } from './exit-code.js'
import { FETCH_FLAGS, fetchFrom } from './fetch-jwks.js'
import { isUrl } from './policy.js'
import { readKeysText } from './read-input.js'
import { join, jsonText, paint, say, text } from './terminal.js'

/** @import { Values } from './run.js' */

/** @type {{ [severity: string]: (value: unknown) => unknown }} */
const COLOURS = { error: paint.red, warning: paint.yellow, info: paint.blue }

/** @type {import('./run.js').Command} */
export const lintJwksCommand = {
  name: 'lint-jwks',
  summary: 'Says what is wrong with the keys of a JWK Set, key by key.',
  usage: '[file] | URL | --issuer URL',
  details: `The file has a JWK Set, one JWK or several, or a PEM of keys or certificates.
Exit code 1: there is an error, or no key is usable.

  assay-jwt lint-jwks keys.json
  assay-jwt lint-jwks https://auth.example.com/jwks
  assay-jwt lint-jwks --issuer https://auth.example.com/`,
  flags: FETCH_FLAGS,
  maxArguments: 1,
  run: async (values, args) => {
    const result = lintJwks(await readKeys(values, args))
    say(values.json ? jsonText(result) : lintText(result))
    return result.ok ? EXIT.accepted : EXIT.refused
  }
}

/**
 * @param {Values} values
 * @param {string[]} args
 * @returns {Promise<string>}
 */
async function readKeys(values, args) {
  const [place = '-'] = args
  if (values.issuer === undefined && !isUrl(place)) return readKeysText(place)
  return (await fetchFrom(values, args)).text
}

/** @param {any} result of lintJwks() */
function lintText({ ok, keys, findings }) {
  const lines = [...findings.flatMap((/** @type {any} */ finding) => findingLines(finding, ''))]
  for (const { index, kid, kty, crv, alg, use, bits, usable, findings: own } of keys) {
    const kind = crv === null ? [kty, bits && `${bits} bits`] : [kty === null ? crv : `${kty} ${crv}`]
    const facts = join([...kind, alg, use && `use ${use}`].filter(Boolean), ', ')
    const isGood = usable && own.every((/** @type {any} */ { severity }) => severity !== 'error')
    const sign = isGood ? paint.green('✓') : paint.red('✗')
    lines.push(text`${sign} keys[${index}] ${paint.bold(kid ?? 'no kid')} ${paint.dim(facts)}`)
    lines.push(...own.flatMap((/** @type {any} */ finding) => findingLines(finding, '  ')))
  }
  const usable = keys.filter((/** @type {any} */ key) => key.usable).length
  const verdict = `${usable} of ${keys.length} keys usable`
  return join([...lines, '', ok ? paint.green(`✓ ${verdict}`) : paint.red(`✗ ${verdict}; see the errors above`)])
}

/**
 * @param {{ id: string, severity: string, message: string, hint: string, clause?: string }} finding
 * @param {string} indent
 */
function findingLines({ id, severity, message, hint, clause }, indent) {
  const colour = COLOURS[severity] ?? paint.dim
  const source = paint.dim(`[${[id, clause].filter(Boolean).join(', ')}]`)
  return [text`${indent}${colour(severity)}: ${message} ${source}`, `${indent}  ${hint}`]
}
