// A CORS preflight is let through, for it never carries a token; but anyone can send one. Of what a handler answers that
// doesn't look at the method, only what a preflight is for gets out.

/**
 * @param {string | undefined} method
 * @param {(header: string) => boolean} has
 * @returns {boolean} whether a request is a CORS preflight (Fetch §4.8), which browsers send without credentials
 */
export function isPreflight(method, has) {
  return method === 'OPTIONS' && has('origin') && has('access-control-request-method')
}

/** @param {string} name @returns {boolean} whether a header belongs in the answer to a preflight */
export const isPreflightHeader = (name) => /^(access-control-.*|allow|vary|cache-control)$/i.test(name)

/**
 * @param {Response} answered
 * @returns {Response} its status and its CORS headers, without a body
 */
export function preflightResponse({ status, headers }) {
  return new Response(null, { status, headers: [...headers].filter(([name]) => isPreflightHeader(name)) })
}
