import { visibleText } from 'assay-jwt/debug'
import { keyOptions, policyOptions, requiredScopes } from './state.js'

// The policy as code to copy. The tests run what stands here.

/**
 * @param {unknown} value
 * @returns {string} JavaScript, in single quotes where nothing speaks against them
 */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  // What can't be seen is escaped: code must do what it looks like.
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

/** @returns {string} the options of a call or of a guard, with the comma before them */
function scopeOption() {
  const scopes = requiredScopes()
  if (scopes.length === 0) return ''
  return `, { requiredScope: ${literal(scopes.length === 1 ? scopes[0] : scopes)} }`
}

const verifierCode = () => `import { AssayError, createVerifier } from 'assay-jwt'

${makeVerifier()}

export async function check(jwt) {
  try {
    return await verifier.verify(jwt${scopeOption()})
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    console.log(error.status, error.code, error.reason, error.hint)
  }
}
`

const workerCode = () => `import { createVerifier } from 'assay-jwt'
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

/**
 * @param {string} text
 * @returns {string} a string literal of C++, whatever its bytes are
 */
function cppString(text) {
  const pieces = [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte)
    return /[\w ./:+,;=@#&()*!%~^|<>[\]{}-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `"${pieces.join('')}"`
}

/** @param {string | readonly string[]} list */
const cppStrings = (list) => `std::vector<std::string>{${[list].flat().map(cppString).join(', ')}}`

/** @param {number} value */
const cppDouble = (value) => (Number.isInteger(value) ? `${value}.0` : String(value))

/** How each option stands in assay::Policy. @type {{ [option: string]: (value: any) => string }} */
const CPP = {
  issuer: (value) => `issuer = ${cppString(value)}`,
  audience: (value) => `audiences = ${value === null ? 'std::nullopt' : cppStrings(value)}`,
  algorithms: (value) =>
    `algorithms = {${value.map((/** @type {string} */ name) => `assay::Algorithm::${name.toLowerCase()}`).join(', ')}}`,
  allowedScopes: (value) => `allowed_scopes = ${cppStrings(value)}`,
  clockTolerance: (value) => `clock_tolerance = ${cppDouble(value)}`,
  typ: (value) => `types = ${cppStrings(value.toLowerCase())}`,
  audienceMatch: (value) => `exclusive_audience = ${value === 'exclusive'}`,
  maxTokenAge: (value) => `max_token_age = ${cppDouble(value)}`,
  requiredClaims: (value) => `required_claims = ${cppStrings(value)}`,
  maxTokenBytes: (value) => `max_token_bytes = ${value}`
}

function cppCode() {
  const { profile, ...options } = policyOptions()
  const settings = Object.entries(options).map(([name, value]) => `  policy.${CPP[name](value)};`)
  // Last: it narrows what the others say.
  const narrow = '  if (const auto valid = policy.require_access_token_profile(); !valid) return valid.error();'
  if (profile !== undefined) settings.push(narrow)
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
${scopes.length > 0 ? list : ''}  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return assay::verify_bearer_jwt(jwt, std::move(policy), jwk_set, ${scopes.length > 0 ? 'kScopes' : '{}'}, now.count());
}
`
}

/** @param {unknown} value @returns {string} one word of a shell */
function shell(value) {
  const text = String(value)
  if (/^[\w./:@,+-]+$/.test(text)) return text
  if (visibleText(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  const bytes = (/** @type {string} */ character) =>
    Array.from(new TextEncoder().encode(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  return `$'${Array.from(text, (each) => (/[\\']/.test(each) || visibleText(each) !== each ? bytes(each) : each)).join('')}'`
}

/** Options whose flag is repeated for each value. @type {{ [option: string]: string }} */
const REPEATED = { audience: '--audience', allowedScopes: '--allowed-scope', requiredClaims: '--required-claim' }

/**
 * @param {[string, any]} option
 * @returns {string[]} its flags
 */
function flagsOf([name, value]) {
  if (name === 'audience' && value === null) return ['--any-audience']
  if (name === 'allowInsecureLoopback') return ['--insecure-loopback']
  if (name === 'jwksUri') return [`--jwks ${shell(value)}`]
  if (name in REPEATED) return [value].flat().map((each) => `${REPEATED[name]} ${shell(each)}`)
  return [`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${shell(value)}`]
}

function commandLine() {
  const keys = keyOptions()
  const flags = [
    ...Object.entries(policyOptions()).flatMap(flagsOf),
    ...requiredScopes().map((scope) => `--scope ${shell(scope)}`),
    ...(keys.jwksUri === undefined ? ['--jwks keys.json'] : []),
    ...Object.entries(keys).flatMap(flagsOf)
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
