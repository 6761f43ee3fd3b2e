import { AssayError } from '../shared/error.js'

/** @import { Possession } from '../shared/dpop-types.js' */

/**
 * Names both URLs in the message of a proof for another URL, for the log: behind a proxy they tell at once what is wrong.
 * Without queries, which may hold what no log should. Clients see a message in debug mode only.
 * @param {unknown} error why a proof was refused
 * @param {Possession} possession
 * @returns {unknown} the same where it is about something else
 */
export function withUrls(error, { proof = '', url = '' }) {
  if (!(error instanceof AssayError) || error.reason !== 'proof_url') return error
  const [seen, meant] = [url, urlIn(proof)].map((text) => plain(text) ?? 'none')
  const message = `${error.message}: the guard sees ${seen}, and the proof is for ${meant}`
  return new AssayError(error.reason, { ...error, message })
}

/** @param {string} text @returns {string | undefined} origin and path, each character visible; undefined: it is no URL */
function plain(text) {
  if (!URL.canParse(text)) return undefined
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname}`
}

/** @param {string} proof of any kind @returns {string} its "htu"; '' where it has none */
export function urlIn(proof) {
  try {
    const encoded = proof.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))
    return String(JSON.parse(new TextDecoder().decode(bytes)).htu ?? '')
  } catch {
    return ''
  }
}
