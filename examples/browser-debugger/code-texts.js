import { visibleText } from 'assay-jwt/debug'
import { FLAGS, POLICY_FIELDS } from './policy-fields.js'
import { cppClaims, cppDouble, cppPaths, cppString, cppStrings } from './code-cpp.js'
import { keyOptions, policyOptions, requiredScopes, state } from './state.js'

/** @import { PolicyField } from './policy-fields.js' */

// The policy as code to copy. The tests run this code.

/**
 * @param {unknown} value
 * @returns {string} JavaScript, in single quotes if possible
 */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : literal(name)}: ${literal(each)}`)
      .join(', ')} }`
  }
  // Invisible characters are escaped: code must do what it looks like.
  const json = visibleText(JSON.stringify(value))
  if (typeof value !== 'string') return json
  return /['\\]/.test(json) ? json : `'${json.slice(1, -1)}'`
}

/** @returns {string} the call that makes the verifier */
function makeVerifier() {
  const options = Object.entries({ ...policyOptions(), ...keyOptions() })
  return `const verifier = createVerifier({
${options.map(([name, value]) => `  ${name}: ${literal(value)}`).join(',\n')}
})`
}

/** @returns {boolean} whether DPoP proofs are checked */
const isProven = () => policyOptions().dpop !== undefined

/**
 * @param {string[]} [more] names of further options
 * @returns {string} the options of a call or of a guard, with the comma before them
 */
function scopeOption(more = []) {
  const scopes = requiredScopes()
  const scope = scopes.length === 0 ? [] : [`requiredScope: ${literal(scopes.length === 1 ? scopes[0] : scopes)}`]
  const all = [...scope, ...more]
  return all.length === 0 ? '' : `, { ${all.join(', ')} }`
}

/** For whoever calls verify(): what comes with the token. */
const POSSESSION = `/** @param possession of the request: { scheme: 'DPoP', proof, method: 'GET', url: 'https://…' } */
`

const verifierCode = () => `import { AssayError, createVerifier } from 'assay-jwt'

${makeVerifier()}

${isProven() ? POSSESSION : ''}export async function check(jwt${isProven() ? ', possession' : ''}) {
  try {
    return await verifier.verify(jwt${scopeOption(isProven() ? ['possession'] : [])})
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    console.log(error.status, error.code, error.reason, error.hint)
  }
}
`

/** A guard takes the proof out of the request. */
const provenWorkerCode = () => `import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'

${makeVerifier()}

const protect = guard(verifier${scopeOption()})
export default {
  fetch: protect((request, { token }) => Response.json({ subject: token.subject, scopes: token.scopes }))
}
`

const bearerWorkerCode = () => `import { createVerifier } from 'assay-jwt'
import { bearerToken, errorResponse } from 'assay-jwt/http'

${makeVerifier()}

export default {
  async fetch(request) {
    try {
      const token = await verifier.verify(bearerToken(request)${scopeOption()})
      return Response.json({ subject: token.subject, scopes: token.scopes })
    } catch (error) {
      return errorResponse(error, { request })
    }
  }
}
`

const workerCode = () => (isProven() ? provenWorkerCode() : bearerWorkerCode())

const expressCode = () => `import express from 'express'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/express'

${makeVerifier()}

export const app = express()
app.use(guard(verifier${scopeOption()}))
app.get('/', (request, response) => {
  const { subject, scopes } = request.bearer.token
  response.json({ subject, scopes })
})
`

/** How a value is written for assay::Policy. @type {{ [code: string]: (value: any, field: PolicyField) => string }} */
const CPP = {
  boolean: String,
  issuer: cppString,
  paths: cppPaths,
  claims: cppClaims,
  strings: (value) => (value === null ? 'std::nullopt' : cppStrings(value)),
  mediaTypes: (value) =>
    cppStrings(
      [value].flat().map((/** @type {string} */ type) => type.toLowerCase().replace(/^application\/(?!.*\/)/, ''))
    ),
  algorithms: (value) =>
    `{${value.map((/** @type {string} */ name) => `assay::Algorithm::${name.toLowerCase()}`).join(', ')}}`,
  number: cppDouble,
  count: String,
  word: (value, { word }) => String(value === word)
}

/** @param {{ [option: string]: any }} options @returns {string[]} statements; the profile's last: it narrows the others */
function cppSettings(options) {
  const fields = POLICY_FIELDS.filter(({ option, code }) => option in options && code !== undefined)
  const settings = fields.flatMap((field) => {
    const { option, code, member = option } = field
    return code === 'profile' ? [] : [`  policy.${member} = ${CPP[String(code)](options[option], field)};`]
  })
  const narrow = '  if (const auto valid = policy.require_access_token_profile(); !valid) return valid.error();'
  return options.profile === undefined ? settings : [...settings, narrow]
}

const NO_PROOFS = '  // This checks the token alone: a policy has no DPoP (RFC 9449).\n'

function cppCode() {
  const settings = cppSettings(policyOptions())
  const scopes = requiredScopes()
  const list = `  constexpr std::array<std::string_view, ${scopes.length}> kScopes{${scopes.map(cppString).join(', ')}};\n`
  return `#include <assay/verifier.hpp>  // CMake: assay::assay

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @param jwk_set JSON text of the issuer's JWK Set
assay::Result<assay::VerifiedToken> check(std::string_view jwt, std::string_view jwk_set) {
  assay::Policy policy;
${settings.join('\n')}
${isProven() ? NO_PROOFS : ''}${scopes.length > 0 ? list : ''}  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return assay::verify_bearer_jwt(jwt, std::move(policy), jwk_set, ${scopes.length > 0 ? 'kScopes' : '{}'}, now.count());
}
`
}

/** @param {unknown} value @returns {string} one word of a shell */
export function shell(value) {
  const text = String(value)
  if (/^[\w./:@,+-]+$/.test(text)) return text
  if (visibleText(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  const bytes = (/** @type {string} */ character) =>
    Array.from(new TextEncoder().encode(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  return `$'${Array.from(text, (each) => (/[\\']/.test(each) || visibleText(each) !== each ? bytes(each) : each)).join('')}'`
}

/**
 * @param {[string, any]} given
 * @returns {string[]} its flags
 */
function flagsOf([option, value]) {
  if (option === 'jwksUri') return [`--jwks ${shell(value)}`]
  if (option === 'dpop' && typeof value === 'object') {
    const members = FLAGS.filter(({ member }) => member !== undefined && Object.hasOwn(value, member))
    return members.map(({ flag }) => `--${flag}`) // those of the form are switches
  }
  const flags = FLAGS.filter((each) => each.option === option)
  const bare = flags.find(({ read }) => typeof value !== 'string' && read === String(value))
  if (bare) return [`--${bare.flag}`]
  const [{ flag, read, multiple }] = flags
  if (read === 'json') return [`--${flag} ${shell(typeof value === 'string' ? value : JSON.stringify(value))}`]
  const values = multiple && read !== 'list' ? [value].flat() : [value]
  return values.map((each) => `--${flag} ${shell(each)}`)
}

/** @returns {string[]} */
function proofFlags() {
  const { text, method, url } = state.proof
  if (!isProven() || text.trim() === '') return []
  return ['--dpop-proof proof.txt', `--dpop-method ${shell(method.trim())}`, `--dpop-url ${shell(url.trim())}`]
}

function commandLine() {
  const keys = keyOptions()
  const flags = [
    ...Object.entries({ ...policyOptions(), requiredScope: requiredScopes() }).flatMap(flagsOf),
    ...(keys.jwksUri === undefined ? ['--jwks keys.json'] : []),
    ...Object.entries(keys).flatMap(flagsOf),
    ...proofFlags()
  ]
  return `npx assay-jwt explain \\\n  ${flags.join(' \\\n  ')} \\\n  < token.txt\n`
}

/** @type {readonly { id: string, title: string, make: () => string }[]} */
export const LANGUAGES = [
  { id: 'verifier', title: 'createVerifier', make: verifierCode },
  { id: 'worker', title: 'Worker', make: workerCode },
  { id: 'express', title: 'Express', make: expressCode },
  { id: 'cpp', title: 'C++', make: cppCode },
  { id: 'shell', title: 'Command line', make: commandLine }
]
