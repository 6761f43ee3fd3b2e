/** @import { FoundToken } from './find-token.js' */

const BEFORE = /^\s*(?:(?:authorization\s*:\s*)?(?:bearer|dpop)\s+)?["'`“‘„]$/i
const BEHIND = /^["'`”’“]\s*$/
const WHITE_SPACE = /^[ \t\r\n]+|(?<![ \t\r\n])[ \t\r\n]+$/g

/**
 * What was removed around a token, that verify() would refuse it for: whoever pastes it here must not take it for good there.
 * A header, a command and a longer text are no token that someone passes on.
 * @param {string} text that the token was found in, without the line break at its end
 * @param {FoundToken} found by findToken()
 * @returns {string | undefined} a sentence; undefined where nothing was removed
 */
export function takenOutNote(text, { token, as }) {
  const what = token === '' || text === token ? undefined : whatAround(text, token, as)
  return what && `The token was taken out of ${what}: verify() takes the token alone, and refuses it so`
}

/** @param {string} text @param {string} token @param {FoundToken['as']} as @returns {string | undefined} */
function whatAround(text, token, as) {
  if (as === 'bearer') return `"${text.trimStart().split(/\s/, 1)[0]} …"`
  if (as === 'token') return text.replace(WHITE_SPACE, '') === token ? 'white space' : 'invisible characters'
  const at = text.indexOf(token)
  const behind = text.slice(at + token.length)
  return as === 'text' && BEFORE.test(text.slice(0, at)) && BEHIND.test(behind) ? 'quotes' : undefined
}
