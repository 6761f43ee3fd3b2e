// RFC 6750 §2.1: the characters of a token as an Authorization header carries it.
const AUTHORIZATION = /\bauthorization\s*:\s*(?:bearer|dpop)\s+([^\s'"`]+)/i
const OAUTH2_BEARER = /--oauth2-bearer[\s=]+(?:'([^']*)'|"([^"]*)"|(\S+))/
const BEARER = /^(?:bearer|dpop)\s+(\S[^]*)$/i
// RFC 6749 §5.1: a token endpoint's answer; its id_token is another's.
const ANSWER = /"access_token"\s*:\s*"([^"\\\s]+)"/
// White space, and characters that have no width.
const AROUND = /^[\s\u200B-\u200F\u2060]+|(?<![\s\u200B-\u200F\u2060])[\s\u200B-\u200F\u2060]+$/g
const COMPACT_JWS = /^[\w-]{8,}\.[\w-]*\.[\w-]*$/

/**
 * @typedef {object} FoundToken
 * @property {string} token exactly as it stands in the text
 * @property {'token' | 'bearer' | 'header' | 'curl' | 'text'} as how it was found
 */

/**
 * Finds the token in pasted text: the token itself, also in quotes, "Bearer …", "DPoP …", a header, a curl command, a token
 * endpoint's answer, a cookie, a URL, a longer text. Only the text around it is removed. The token is never repaired, so
 * that its faults stay visible.
 * @param {string} text
 * @returns {FoundToken} with an empty token if there is none
 */
export function findToken(text) {
  const trimmed = text.trim().replace(AROUND, '')
  const header = AUTHORIZATION.exec(trimmed)
  if (header) return { token: header[1], as: /^(?:\$\s*)?curl\b/.test(trimmed) ? 'curl' : 'header' }
  const option = OAUTH2_BEARER.exec(trimmed)
  if (option) return { token: option[1] ?? option[2] ?? option[3], as: 'curl' }
  const bearer = BEARER.exec(trimmed)
  if (bearer) return { token: bearer[1], as: 'bearer' }
  const answer = ANSWER.exec(trimmed)
  if (answer) return { token: answer[1], as: 'text' }
  // A single word is taken as the token, however broken; in a longer text, the word that looks like one.
  const within = /^eyJ|^[\w-]+\./.test(trimmed) ? undefined : findWord(trimmed)
  return within === undefined ? { token: trimmed, as: 'token' } : { token: within, as: 'text' }
}

/**
 * @param {string} text
 * @returns {string | undefined} the word that looks most like a token. Word by word: one pattern over the whole text
 *   would take quadratic time
 */
function findWord(text) {
  const words = text.split(/[^\w.-]+/).filter((word) => COMPACT_JWS.test(word))
  return words.find((word) => word.startsWith('eyJ')) ?? (/\s/.test(text) ? words[0] : undefined)
}
