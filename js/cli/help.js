import { join, paint, text } from './terminal.js'

/** @import { Command, Flag } from './run.js' */

const COLUMN = 28
const EXIT_CODES = 'Exit codes: 0 accepted, 1 refused, 2 wrong usage, 3 keys unavailable.'

/**
 * @param {readonly Command[]} commands
 */
export function overview(commands) {
  const rows = commands.map(({ name, summary }) => row(name, summary))
  return join([
    'Verifies OAuth bearer tokens (JWTs), and says why one is refused.',
    '',
    text`${paint.bold('Usage')}  assay-jwt <command> [options] [file]`,
    '',
    ...rows,
    '',
    'A token is read from standard input or from a file. "Bearer …", a header and a curl command will do.',
    '"assay-jwt <command> --help" says more, "assay-jwt --version" which one this is.',
    EXIT_CODES
  ])
}

/**
 * @param {Command} command
 * @param {{ [name: string]: Flag }} common
 */
export function commandHelp({ name, summary, usage, details, flags, exitCodes = EXIT_CODES }, common) {
  const own = Object.entries(flags).flatMap(flagRows)
  return join([
    summary,
    '',
    text`${paint.bold('Usage')}  assay-jwt ${name} ${usage}`,
    ...(details ? ['', ...details.split('\n')] : []),
    '',
    paint.bold('Options'),
    ...own,
    ...Object.entries(common).flatMap(flagRows),
    '',
    exitCodes
  ])
}

/** @param {[string, Flag]} entry */
function flagRows([name, { short, argument, help }]) {
  const [first, ...more] = help.split('\n')
  const left = `${short ? `-${short}, ` : ''}--${name}${argument ? ` ${argument}` : ''}`
  return [row(left, first), ...more.map((line) => row('', line))]
}

/**
 * @param {string} left
 * @param {string} right
 */
function row(left, right) {
  if (left.length < COLUMN) return `  ${left.padEnd(COLUMN)}${right}`
  return text`  ${left}\n${' '.repeat(COLUMN + 2)}${right}`
}
