// Bounds of times, in seconds.

export const MILLISECOND = 0.001
/** The latest time that makes sense. */
export const MAX_SECONDS = 9e15
