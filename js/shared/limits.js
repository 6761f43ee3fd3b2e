// Made from tables/options.js by `npm run generate`: change it there.

export const MAX_CLOCK_TOLERANCE = 300
export const MAX_TOKEN_BYTES_LIMIT = 65_536
export const MIN_SECRET_BYTES = 16
export const MAX_SECRET_BYTES = 4096
export const DEFAULT_NONCE_PERIOD = 60
export const DEFAULT_FETCH_TIMEOUT = 5
export const DEFAULT_MAX_JWKS_BYTES = 65_536
export const DEFAULT_REPLAY_ENTRIES = 250_000
