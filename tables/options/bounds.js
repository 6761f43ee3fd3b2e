// Bounds of times, in seconds.

export const MILLISECOND = 0.001
/** No token is taken for longer; a time in milliseconds since 1970 is more. */
export const TEN_YEARS = 315_576_000
