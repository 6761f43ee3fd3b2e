/** Where the metadata of a protected resource is (RFC 9728 §3). */
export const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/**
 * @param {string | URL} resource a resource identifier
 * @returns {string} where its metadata is: the well-known path between host and path (RFC 9728 §3.1)
 */
export function resourceMetadataUrl(resource) {
  const { origin, pathname, search } = new URL(resource)
  return (
    origin +
    WELL_KNOWN +
    (pathname === '/' ? '' : pathname) +
    search.replace(/[^\x21\x23-\x5B\x5D-\x7E]/g, encodeURIComponent)
  )
}
