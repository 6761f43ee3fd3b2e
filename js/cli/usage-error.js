/** The command line was not understood, or names something that isn't there: exit code 2. */
export class UsageError extends Error {
  /**
   * @param {string} message
   * @param {string} [hint] what to do
   */
  constructor(message, hint) {
    super(message)
    this.hint = hint
  }
}
