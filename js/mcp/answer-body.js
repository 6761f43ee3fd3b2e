import { invalidOption } from '../shared/error.js'

/** Headers that are true of one body alone. */
export const OF_BODY = ['content-length', 'etag', 'content-digest', 'repr-digest']

/**
 * @param {string | null | undefined} contentType
 * @returns {'json' | 'events' | undefined} what MCP answers with; undefined: something else
 */
export function mediaTypeOf(contentType) {
  const [, type] = /^\s*(application\/json|text\/event-stream)\s*(?:;|$)/i.exec(contentType ?? '') ?? []
  if (type === undefined) return undefined
  return type.toLowerCase() === 'application/json' ? 'json' : 'events'
}

/**
 * @param {string | null | undefined} contentEncoding of an answer that may have a list in it
 * @throws {AssayError} CONFIG_INVALID where nothing can be taken out of it
 */
export function assertReadable(contentEncoding) {
  if (!contentEncoding || /^identity$/i.test(contentEncoding)) return
  throw invalidOption('filterTools', 'cannot filter what is compressed: compress outside of the guard')
}
