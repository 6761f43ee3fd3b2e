// Hostile proofs: their form and their JSON.
import { clientJwk } from '../../support/dpop.js'
import { claimsWith, headerWith, proof, segments, text } from './make.js'

/** @import { Case } from './make.js' */

/** @param {(segment: string) => boolean} isGood of the signature @returns {string} a proof whose signature is so */
function proofWhere(isGood) {
  for (;;) {
    const made = proof()
    if (isGood(made.split('.')[2])) return made
  }
}
/** Another last character of the same bytes: its unused bits are set. @param {string} segment */
const loosely = (segment) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.at(-1) ?? '') + 1]
}
/** A member of the claims makes their length, or that of the header, one that leaves unused bits. */
const padded = (/** @type {number} */ at) => {
  for (let more = ''; ; more += 'a') {
    const made = proof({ header: headerWith({ more }), claims: claimsWith({ more }) }).split('.')
    if (made[at].length % 4 !== 0) return made
  }
}
/** @param {any} header @param {any} [claims] */
const raw = (header, claims = claimsWith()) => proof({ header, claims })
const header = (/** @type {(text: string) => string} */ change) => raw(text(headerWith(), change))
const claims = (/** @type {(text: string) => string} */ change) => proof({ claims: text(claimsWith(), change) })

/** @type {[id: string, reason: string, why: string, proof: () => string][]} */
const rows = [
  ['two segments', 'proof_segments', 'RFC 7515 §3.1', () => segments((all) => all.slice(0, 2))],
  ['one segment', 'proof_segments', 'RFC 7515 §3.1', () => segments((all) => all.slice(0, 1))],
  ['four segments', 'proof_segments', 'RFC 7515 §3.1', () => segments((all) => [...all, all[2]])],
  ['five segments', 'proof_segments', 'RFC 7516 §3.1: this is a JWE', () => segments((all) => [...all, 'a', 'b'])],
  ['a dot behind', 'proof_segments', 'RFC 7515 §3.1', () => `${proof()}.`],
  ['dots alone', 'proof_header_json', 'RFC 7515 §3.1: nothing is no JSON', () => '..'],
  ['a space before', 'proof_header_base64', 'RFC 7515 §2', () => ` ${proof()}`],
  ['a space behind', 'proof_signature_base64', 'RFC 7515 §2', () => `${proof()} `],
  ['a line break within', 'proof_header_base64', 'RFC 7515 §2', () => proof().replace(/^.{20}/, '$&\n')],
  [
    'padded header',
    'proof_header_base64',
    'RFC 7515 §2: no padding',
    () => segments(([a, ...all]) => [`${a}=`, ...all])
  ],
  ['padded signature', 'proof_signature_base64', 'RFC 7515 §2: no padding', () => `${proof()}==`],
  [
    'base64 of the other alphabet',
    'proof_signature_base64',
    'RFC 4648 §5',
    () =>
      proofWhere((all) => /[-_]/.test(all)).replace(/[^.]*$/, (all) => all.replaceAll('-', '+').replaceAll('_', '/'))
  ],
  [
    'unused bits in the header',
    'proof_header_base64',
    'RFC 4648 §3.5',
    () =>
      padded(0)
        .map((all, at) => (at === 0 ? loosely(all) : all))
        .join('.')
  ],
  [
    'unused bits in the claims',
    'proof_signature',
    'RFC 4648 §3.5: they are signed',
    () =>
      padded(1)
        .map((all, at) => (at === 1 ? loosely(all) : all))
        .join('.')
  ],
  [
    'unused bits in the signature',
    'proof_signature_base64',
    'RFC 4648 §3.5',
    () => segments(([a, b, c]) => [a, b, loosely(c)])
  ],
  ['a NUL behind', 'proof_signature_base64', 'RFC 7515 §2', () => `${proof()}\0`],
  ['a byte order mark before', 'proof_header_base64', 'RFC 7515 §2', () => `\ufeff${proof()}`],
  ['percent-encoded dots', 'proof_segments', 'RFC 7515 §3.1', () => proof().replaceAll('.', '%2E')],
  ['full-width dots', 'proof_segments', 'RFC 7515 §3.1', () => proof().replaceAll('.', '．')],
  ['in quotes', 'proof_header_base64', 'RFC 9449 §4.1: token68 without quotes', () => `"${proof()}"`],
  ['with a scheme', 'proof_header_base64', 'RFC 9449 §4.1: the header has the proof alone', () => `DPoP ${proof()}`],
  ['no header', 'proof_header_json', 'RFC 7515 §4', () => segments(([, ...all]) => ['', ...all])],
  ['no claims', 'proof_signature', 'RFC 9449 §4.2', () => segments(([a, , c]) => [a, '', c])],
  ['no signature', 'proof_signature', 'RFC 9449 §4.3, check 6', () => segments(([a, b]) => [a, b, ''])],
  [
    'JWS JSON serialization',
    'proof_segments',
    'RFC 9449 §4.3, check 2: a single JWT',
    () =>
      JSON.stringify(
        Object.fromEntries(
          proof()
            .split('.')
            .map((all, at) => [['protected', 'payload', 'signature'][at], all])
        )
      )
  ],
  ['more than 8 KiB', 'proof_too_large', 'a limit of this package', () => raw(headerWith({ more: 'a'.repeat(8192) }))],
  ['100 kB', 'proof_too_large', 'a limit of this package', () => 'a'.repeat(100_000)],

  ['header is an array', 'proof_header_json', 'RFC 7515 §4', () => raw([headerWith()])],
  ['header is null', 'proof_header_json', 'RFC 7515 §4', () => raw('null')],
  ['header is a string', 'proof_header_json', 'RFC 7515 §4', () => raw('"dpop+jwt"')],
  [
    'header with two typ',
    'proof_header_duplicate_member',
    'RFC 7515 §4',
    () => header((all) => all.replace('{', '{"typ":"JWT",'))
  ],
  [
    'header with two alg',
    'proof_header_duplicate_member',
    'RFC 7515 §4',
    () => header((all) => all.replace('{', '{"alg":"none",'))
  ],
  [
    'header with two alg, one escaped',
    'proof_header_duplicate_member',
    'RFC 7515 §4, RFC 8259 §8.3',
    () => header((all) => all.replace('{', '{"\\u0061lg":"none",'))
  ],
  [
    'header with two jwk',
    'proof_header_duplicate_member',
    'RFC 7515 §4',
    () => header((all) => all.replace(/\}$/, `,"jwk":${JSON.stringify(clientJwk)}}`))
  ],
  [
    'jwk with two x',
    'proof_header_duplicate_member',
    'RFC 7517 §4',
    () => header((all) => all.replace('"jwk":{', '"jwk":{"x":"AA",'))
  ],
  ['header with a comma too many', 'proof_header_json', 'RFC 8259 §4', () => header((all) => all.replace(/\}$/, ',}'))],
  ['header with a comment', 'proof_header_json', 'RFC 8259 §2', () => header((all) => `/**/${all}`)],
  ['header with text behind', 'proof_header_json', 'RFC 8259 §2', () => header((all) => `${all}{}`)],
  ['header in single quotes', 'proof_header_json', 'RFC 8259 §7', () => header((all) => all.replaceAll('"', "'"))],
  ['header with a byte order mark', 'proof_header_json', 'RFC 8259 §8.1', () => header((all) => `\ufeff${all}`)],
  ['header with NaN', 'proof_header_json', 'RFC 8259 §6', () => header((all) => all.replace('{', '{"a":NaN,'))],
  [
    'header in bad UTF-8',
    'proof_header_json',
    'RFC 7515 §5.2',
    () =>
      raw(
        Buffer.from(
          text(headerWith({ a: 'é' }), (all) => all),
          'latin1'
        )
      )
  ],
  [
    'header in UTF-16',
    'proof_header_json',
    'RFC 8259 §8.1',
    () => raw(Buffer.from(JSON.stringify(headerWith()), 'utf16le'))
  ],
  [
    'header nested without end',
    'proof_header_json',
    'a limit of this package',
    () => header((all) => all.replace('{', `{"a":${'['.repeat(2000)}${']'.repeat(2000)},`))
  ],
  ['claims are an array', 'proof_claims_json', 'RFC 7519 §7.2', () => proof({ claims: [claimsWith()] })],
  ['claims are a string', 'proof_claims_json', 'RFC 7519 §7.2', () => proof({ claims: '"jti"' })],
  ['claims are a JWS', 'proof_claims_json', 'RFC 9449 §4.2: no nested JWT', () => proof({ claims: proof() })],
  [
    'claims with two htm',
    'proof_claims_duplicate_member',
    'RFC 7519 §4',
    () => claims((all) => all.replace('{', '{"htm":"POST",'))
  ],
  [
    'claims with two htu, one escaped',
    'proof_claims_duplicate_member',
    'RFC 7519 §4',
    () => claims((all) => all.replace('{', '{"\\u0068tu":"https://a.example",'))
  ],
  [
    'claims with two jti',
    'proof_claims_duplicate_member',
    'RFC 7519 §4',
    () => claims((all) => all.replace('{', '{"jti":"a",'))
  ],
  [
    'claims with two ath',
    'proof_claims_duplicate_member',
    'RFC 7519 §4',
    () => claims((all) => all.replace('{', '{"ath":"a",'))
  ],
  [
    'claims with a raw line break',
    'proof_claims_json',
    'RFC 8259 §7',
    () => claims((all) => all.replace('"jti":"', '"jti":"\n'))
  ],
  [
    'claims with half a surrogate pair',
    'proof_claims_json',
    'RFC 8259 §8.2',
    () => claims((all) => all.replace('"jti":"', '"jti":"\\ud800'))
  ],
  [
    'claims in bad UTF-8',
    'proof_claims_json',
    'RFC 7519 §7.2',
    () => proof({ claims: Buffer.from(JSON.stringify(claimsWith({ jti: 'é' })), 'latin1') })
  ],
  [
    'claims compressed',
    'proof_claims_json',
    'RFC 7516 §4.1.3: zip is for JWE',
    () => proof({ header: headerWith({ zip: 'DEF' }), claims: Buffer.from([0xab, 0xae, 5, 0]) })
  ]
]

/** @type {Case[]} */
export const hostileForm = rows.map(([id, reason, why, make]) => ({ id, reason, why, proof: make }))
