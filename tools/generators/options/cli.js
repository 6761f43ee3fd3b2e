import { groups } from '../../../tables/options.js'
import { filledIn } from './words.js'

/** @returns {{ [path: string]: string }} */
export function cliFiles() {
  /** @type {{ [flag: string]: object }} */
  const flags = {}
  for (const type of ['VerifierOptions', 'VerifyOptions']) {
    for (const [option, row] of Object.entries(groups[type].rows)) {
      for (const [name, flag] of Object.entries(row.cli ?? {})) {
        const { read, argument, multiple, help } = flag
        const kind = argument === undefined ? 'boolean' : 'string'
        flags[name] = { option, read, type: kind, multiple, argument, help: filledIn(help, row) }
      }
    }
  }
  return {
    'js/cli/option-flags.js': `
/** @import { Flag } from './run.js' */

/** @typedef {Flag & { option: string, read: string }} OptionFlag \`read\`: the name of a reader in js/cli/policy.js */

/** @type {{ [flag: string]: OptionFlag }} */
export const OPTION_FLAGS = ${JSON.stringify(flags)}
`
  }
}
