import { readRequestHeaders } from '../shared/request-headers.js'
import { FetchFault } from './fetch-text.js'

/** @import { VerifierConfig } from '../options/options.js' */
/** @import { RequestHeaders } from '../shared/types.js' */

/**
 * @callback HeadersOf reads the option `headers` for a request to this URL
 * @param {string} url
 * @returns {Promise<RequestHeaders | undefined>} rejected with a FetchFault where the function fails
 */

/**
 * The option `headers` may hold a credential. It is for the origin that the options name: the metadata may name a JWK Set
 * of another origin, which gets none.
 * @param {VerifierConfig} config
 * @returns {HeadersOf | undefined} undefined where there is no such option
 */
export function ownHeaders({ headers, jwksUri, metadataUrl, discoverFrom }) {
  if (headers === undefined) return undefined
  const { origin } = new URL(String(jwksUri ?? metadataUrl ?? discoverFrom))
  const read = typeof headers === 'function' ? ask(headers) : () => Promise.resolve(headers)
  return (url) => (new URL(url).origin === origin ? read() : Promise.resolve(undefined))
}

/** @param {() => unknown} headers @returns {() => Promise<RequestHeaders>} */
const ask = (headers) => async () => {
  let value
  try {
    value = await headers()
  } catch {
    // What it throws may quote the credential.
    throw new FetchFault('fetch_failed', 'the function "headers" threw')
  }
  const read = readRequestHeaders(value)
  if (typeof read === 'string') throw new FetchFault('fetch_failed', `what the function "headers" returned ${read}`)
  return read
}
