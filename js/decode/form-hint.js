// What a text is that is no JWT, and what to do: in the words of the core (src/jose/form_hint.cpp), which decode() does not
// load. The tests compare both.

const PLACEHOLDER = 'This is a placeholder, or a page of HTML or XML: see that the token itself gets here'
const HEADER = 'This is a whole header or command: pass what follows "Bearer " alone'
const JSON_TEXT = "This is JSON, such as a token endpoint's answer: pass its access_token"
const OTHER =
  'This is no JWT, which begins with eyJ, but perhaps an opaque token: have the issuer send JWTs for this audience, or ask it about each token (RFC 7662)'
const CUT = 'The token is cut off: pass the whole of it'
const LIST = 'There is a comma or a semicolon: pass one token, and nothing else'
const PAIR = 'This is a whole cookie, query or URL: pass what follows the = alone'
const SPACE = 'There is white space, perhaps a line break, in the token or at its end: take it away'

/** Of a text without white space around it. @type {readonly (readonly [is: RegExp, hint: string])[]} */
const BEGINNINGS = [
  [/^bearer[ \t\r\n\v\f]/i, 'Pass the token alone: "Bearer " is the scheme of the Authorization header'],
  [/^dpop[ \t\r\n\v\f]/i, 'Pass the token alone: "DPoP " is the scheme of the Authorization header'],
  [/^basic[ \t\r\n\v\f]/i, 'This is the scheme Basic, a name and a password: have the client send a bearer token'],
  [/^(bearer:|authorization|curl )/i, HEADER],
  [/^\{\{/, PLACEHOLDER],
  [/^\{/, JSON_TEXT],
  [/^[$<]/, PLACEHOLDER],
  [/^\[object /i, 'This is an object that was made a string: pass the token itself, and await a promise first'],
  [/^\[/, JSON_TEXT],
  [/^-----begin /i, 'This is a PEM, a key or certificate: it belongs into the keys, by jwkFromPem, and a token here'],
  [/authorization:/i, HEADER],
  [/^["'`]|["'`]$|[“”‘’]/, 'The token stands in quotes: take them away'],
  [/[;=][^]*[ \t\r\n\v\f]|[ \t\r\n\v\f][^]*[;=]/, PAIR],
  [/,/, LIST]
]

/** Of the whole text. @type {readonly (readonly [is: RegExp, hint: string])[]} */
const CHARACTERS = [
  [/[ \t\r\n\v\f]/, SPACE],
  [/%/, 'The token is encoded for a URL: decode it, as decodeURIComponent does'],
  [/;/, LIST],
  [/\\/, 'There is a backslash in the token, as of \\n or \\": undo the escaping'],
  [/…/, CUT],
  [
    /[^\0-~]/,
    'There is a character beyond ASCII, perhaps one that is invisible, such as a no-break space: take it away'
  ],
  [/^[^=]*=[=.]*$/, 'There is padding (=), which no JWT has (RFC 7515 §2): have whoever encoded it leave it out'],
  [/=/, PAIR]
]

/** @param {string} text @returns {string | undefined} */
function commonHint(text) {
  const trimmed = text.replace(/^[ \t\r\n\v\f]+/, '').replace(/(?<![ \t\r\n\v\f])[ \t\r\n\v\f]+$/, '')
  if (trimmed === '') return SPACE
  const found = BEGINNINGS.find(([is]) => is.test(trimmed)) ?? CHARACTERS.find(([is]) => is.test(text))
  return found?.[1]
}

/** @param {string} text a segment that cannot be read @returns {string | undefined} */
export function segmentHint(text) {
  if (text === '') return undefined
  return (
    commonHint(text) ??
    (/[+/]/.test(text)
      ? 'This is base64, not base64url: it has + or / where a JWT has - or _ (RFC 7515 §2)'
      : undefined)
  )
}

/** @param {string} text the first segment, which cannot be read @returns {string | undefined} */
export const headerHint = (text) => segmentHint(text) ?? (/^e[yw]/.test(text) ? undefined : OTHER)

/** @param {string} text not of three segments @returns {string | undefined} */
export function tokenHint(text) {
  if (text === '') return undefined
  if (/^(undefined|null|nan|none)$/i.test(text))
    return 'This is what programs write for a value that is not there: see where the token got lost'
  if (text.length > 3 && text.endsWith('..')) return CUT
  // An opaque token may have = at its end.
  const common = /^[\w+/~-]*=*$/.test(text) ? undefined : commonHint(text)
  return common ?? hintByDots(text)
}

/** @param {string} text @returns {string | undefined} */
function hintByDots(text) {
  const dots = text.split('.').length - 1
  if (dots === 0)
    return text.startsWith('ZXlK')
      ? 'The token is encoded in base64 once more: decode it'
      : 'A token without a dot is no JWT but opaque: have the issuer send JWTs for this audience, or ask it about each token (RFC 7662)'
  if (dots === 4) return 'Five segments are an encrypted token (JWE, RFC 7516): have the issuer send a signed one'
  if (!text.startsWith('ey')) return OTHER
  return dots === 1 ? CUT : undefined
}
