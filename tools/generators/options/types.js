import { groups } from '../../../tables/options.js'
import { defaultText, meaning } from './words.js'

/** @import { Row } from '../../../tables/options/row-types.js' */

const WIDTH = 118

/** The hand-written files that have these types in them, between <name> and </name>. @type {{ [type: string]: string }} */
export const typePlaces = {
  VerifierOptions: 'js/shared/types.js',
  NonceOptions: 'js/shared/dpop-types.js',
  DpopOptions: 'js/shared/dpop-types.js',
  TokenCacheOptions: 'js/shared/types.js',
  JwksCacheOptions: 'js/shared/types.js',
  JwksSnapshot: 'js/shared/types.js',
  MemoryReplayStoreOptions: 'js/dpop/replay-stores.js',
  RedisReplayStoreOptions: 'js/dpop/replay-stores.js',
  DurableObjectReplayStoreOptions: 'js/dpop/replay-stores.js',
  MemoryStoreOptions: 'js/keys/stores.js',
  VerifyOptions: 'js/shared/types.js',
  CompactVerifyOptions: 'js/shared/types.js',
  AnswerOptions: 'js/http/types.js',
  DecisionOptions: 'js/http/types.js',
  RateLimitOptions: 'js/http/types.js',
  ProtectedResourceOptions: 'js/http/types.js',
  MessageOptions: 'js/mcp/message-check.js',
  SdkVerifierOptions: 'js/mcp/sdk.js'
}

/** @param {string} type @returns {string} a JSDoc comment that defines it */
export function typeComment(type) {
  const { text, template, rows } = groups[type]
  const lines = template === undefined ? [] : [`@template ${template}`]
  lines.push(`@typedef {object} ${type} ${text}`)
  for (const [name, row] of Object.entries(rows)) if (!row.untyped) lines.push(property(name, row))
  return ['/**', ...lines.flatMap(wrapped), ' */'].join('\n')
}

/** @param {string} name @param {Row} row */
function property(name, row) {
  const byDefault = defaultText(row)
  const isRequired = byDefault === 'required'
  const shown = isRequired || byDefault === '' ? '' : ` (default: ${byDefault})`
  return `@property {${row.type}} ${isRequired ? name : `[${name}]`} ${isRequired ? 'required: ' : ''}${withoutReferences(meaning(row))}${shown}`
}

/** @param {string} text of a page @returns {string} what an editor shows: links to pages lead nowhere there */
const withoutReferences = (text) =>
  text.replace(/[:,] see below/, '').replaceAll(/\.? See \[[^\]]*\]\([^)]*\)(?=\.|$)/g, '')

/** @param {string} line @returns {string[]} lines of a comment; a type is never cut before its first space */
function wrapped(line) {
  const lines = []
  let current = ' *'
  for (const word of line.split(' ')) {
    if (current.length + 1 + word.length > WIDTH) {
      lines.push(current)
      current = ' *  '
    }
    current += ` ${word}`
  }
  return [...lines, current]
}
