// assay-jwt/keys: it needs no core.
export { jwkFromKey, jwkFromPem, jwksFromPem } from '../pem/index.js'
