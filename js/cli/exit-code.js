/** What the exit codes mean, for every command. */
export const EXIT = Object.freeze({ accepted: 0, refused: 1, usage: 2, keysUnavailable: 3 })

/**
 * @param {{ code: string }} error
 * @returns {number}
 */
export function exitCodeOf({ code }) {
  if (code === 'AUTH_KEYS_UNAVAILABLE') return EXIT.keysUnavailable
  return code === 'CONFIG_INVALID' ? EXIT.usage : EXIT.refused
}
