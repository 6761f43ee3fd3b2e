// assay-jwt/keys: it needs no core.
export { jwkFromKey, jwkFromPem, jwkFromX5c, jwksFromPem } from '../pem/index.js'
