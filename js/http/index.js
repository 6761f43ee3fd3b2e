// assay-jwt/http: guards for fetch-style handlers, and the pieces that they are made of. Nothing here knows the core.

export { AssayError } from '../shared/error.js'
export { bearerToken } from './bearer-token.js'
export { challenge } from './challenge.js'
export { fromCertificateHeader, fromCloudflare, fromTlsSocket } from './client-certificate.js'
export { closeAt } from './close-at.js'
export { errorResponse } from './error-response.js'
export { authenticate, guard } from './guard.js'
export { fromAuthorization, fromCookie, fromHeader } from './token-sources.js'
export { rateLimit } from './rate-limit.js'
export { protectedResourceMetadata, resourceMetadataHandler } from './resource-metadata.js'
export { resourceMetadataUrl } from './well-known.js'
export * from './types.js'
/** @typedef {import('./guard.js').Guard} Guard */
/** @typedef {import('./token-sources.js').TokenCarrier} TokenCarrier */
