import { groups } from '../../../tables/options.js'
import { filledIn } from './words.js'

/** @import { Row } from '../../../tables/options/row-types.js' */

/** @returns {{ option: string, member?: string, row: Row }[]} rows of options, each followed by those of its members */
export function rowsWithFlags() {
  return ['VerifierOptions', 'VerifyOptions'].flatMap((type) =>
    Object.entries(groups[type].rows).flatMap(([option, row]) => [
      { option, row },
      ...Object.entries(option === 'dpop' ? groups.DpopOptions.rows : {}).map(([member, own]) => ({
        ...{ option, member, row: own }
      }))
    ])
  )
}

/** @returns {{ [path: string]: string }} */
export function cliFiles() {
  /** @type {{ [flag: string]: object }} */
  const flags = {}
  for (const { option, member, row } of rowsWithFlags()) {
    for (const [name, flag] of Object.entries(row.cli ?? {})) {
      const { read, argument, multiple, help } = flag
      const kind = argument === undefined ? 'boolean' : 'string'
      flags[name] = { option, member, read, type: kind, multiple, argument, help: filledIn(help, row) }
    }
  }
  return {
    'js/cli/option-flags.js': `
/** @import { Flag } from './run.js' */

/** @typedef {Flag & { option: string, member?: string, read: string }} OptionFlag \`member\`: of an option that is an object;
 *   \`read\`: the name of a reader in js/cli/policy.js */

/** @type {{ [flag: string]: OptionFlag }} */
export const OPTION_FLAGS = ${JSON.stringify(flags)}
`
  }
}
