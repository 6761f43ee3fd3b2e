import { existsSync } from 'node:fs'
import { findRequest, proofAdviceFor } from '../debug/index.js'
import { readText } from './read-input.js'
import { checkLines, partText } from './report-text.js'
import { join, paint, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { Possession, ProofReport } from '../shared/dpop-types.js' */
/** @import { FoundRequest } from '../debug/find-request.js' */
/** @import { Words } from './flag-words.js' */
/** @import { Values } from './run.js' */

const PROOF_FLAGS = ['dpop-proof', 'dpop-method', 'dpop-url', 'client-certificate']

/**
 * @param {Values} values
 * @returns {string | undefined} the first flag of a proof that was given
 */
export const proofFlagIn = (values) => PROOF_FLAGS.find((name) => values[name] !== undefined)

/**
 * What came with the token: by flags, or in the text that was pasted. Flags win.
 * @param {Values} values
 * @param {FoundRequest} found in the text of the token
 * @returns {Promise<Possession | undefined>} undefined: nothing is said
 * @throws {UsageError} where a proof was given without the URL that it is for
 */
export async function readPossession(values, found) {
  const certificate = values['client-certificate']
  const proved = await readProved(values, found)
  if (certificate === undefined) return proved
  if (!/^[\w-]{43}$/.test(certificate)) {
    throw new UsageError(
      '--client-certificate must be the thumbprint of a certificate: 43 characters of base64url',
      'openssl x509 -in client.pem -outform DER | openssl dgst -sha256 -binary | basenc --base64url'
    )
  }
  return { scheme: 'Bearer', ...proved, certificate }
}

/**
 * @param {Values} values
 * @param {FoundRequest} found
 * @returns {Promise<Possession | undefined>}
 */
async function readProved(values, found) {
  const given = values['dpop-proof'] === undefined ? {} : await readProof(values['dpop-proof'])
  const proof = given.proof ?? found.proof
  const flag = ['dpop-method', 'dpop-url'].find((name) => values[name] !== undefined)
  if (proof === undefined) {
    if (flag) throw new UsageError(`--${flag} says what a proof is for, and there is none`, 'give --dpop-proof')
    return found.scheme && { scheme: found.scheme }
  }
  const flags = Object.entries({ method: values['dpop-method'], url: values['dpop-url'] })
  const said = Object.fromEntries(flags.filter(([, value]) => value !== undefined))
  const { method = 'GET', url } = { ...found, ...given, ...said }
  checkFlags(said)
  if (url === undefined || !isAbsolute(url)) {
    throw new UsageError(
      '--dpop-url is missing: the absolute URL of the request that the proof came with',
      'see "htu" of the proof'
    )
  }
  return { scheme: found.scheme ?? 'DPoP', proof, method, url }
}

/**
 * @param {{ method?: string, url?: string }} flags
 * @throws {UsageError} where no proof could ever be for them, so that the client is not blamed
 */
function checkFlags({ method = '', url }) {
  if (method !== method.toUpperCase()) {
    throw new UsageError(
      '--dpop-method has letters in lower case, and methods are case-sensitive (RFC 9110 §9.1)',
      `give --dpop-method ${method.toUpperCase()}`
    )
  }
  if (url !== undefined && !isAbsolute(url)) {
    throw new UsageError(
      '--dpop-url must be an absolute URL, as the client knows it',
      'such as https://api.example.com/tools'
    )
  }
}

/** @param {string} url */
const isAbsolute = (url) => /^https?:\/\//i.test(url) && URL.canParse(url)

/**
 * @param {string} value of --dpop-proof: the proof, a header line, or a file that has one of these or a whole request
 * @returns {Promise<FoundRequest>}
 */
async function readProof(value) {
  if (value === '-') throw new UsageError('--dpop-proof must be a file: standard input is for the token')
  const isText = !existsSync(value) && (/^eyJ|^dpop\s*:/i.test(value) || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(value))
  const content = isText ? value : await readText(value, '')
  const { token, ...request } = findRequest(content)
  return { ...request, proof: request.proof ?? token }
}

/**
 * @param {ProofReport} report
 * @param {Words} words for advice
 * @param {number} now seconds since the epoch
 * @returns the proof's checks, its header and its claims
 */
export function proofText(report, words, now) {
  const { checks, header, claims } = report
  return join([
    text`\n${paint.bold('DPoP proof')}`,
    ...checks.flatMap((check) => checkLines(check, proofAdviceFor(check, report), words)),
    text`\n${paint.bold('Header of the proof')}\n${partText(header, now)}`,
    text`\n${paint.bold('Claims of the proof')}\n${partText(claims, now)}`
  ])
}
