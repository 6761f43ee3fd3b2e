import { parseArgs } from 'node:util'
import { didYouMean } from '../shared/did-you-mean.js'
import { AssayError } from '../shared/error.js'
import { debug } from './debug.js'
import { decode } from './decode.js'
import { EXIT, exitCodeOf } from './exit-code.js'
import { explain } from './explain.js'
import { wordsFor } from './flag-words.js'
import { fetchJwks } from './fetch-jwks.js'
import { commandHelp, overview } from './help.js'
import { lintJwksCommand } from './lint-jwks.js'
import { policy as writePolicy } from './policy-command.js'
import { complain, endQuietlyOnClosedPipe, errorPaint, join, jsonText, say } from './terminal.js'
import { UsageError } from './usage-error.js'
import { verify } from './verify.js'
import { readVersion } from './version.js'

/**
 * @typedef {object} Flag one option of the command line
 * @property {'string' | 'boolean'} type
 * @property {string} [short]
 * @property {boolean} [multiple]
 * @property {string} [argument] what its value is, for the help
 * @property {string} help
 */

/** @typedef {{ [name: string]: any }} Values */

/**
 * @typedef {object} Command
 * @property {string} name
 * @property {string} summary
 * @property {string} usage its arguments
 * @property {string} [details] more for its help
 * @property {string} [exitCodes] what they mean, where nothing is accepted or refused
 * @property {{ [name: string]: Flag }} flags
 * @property {number} maxArguments
 * @property {(values: Values, args: string[]) => Promise<number>} run gives the exit code
 */

/** @type {readonly Command[]} */
export const COMMANDS = [verify, explain, decode, lintJwksCommand, fetchJwks, writePolicy, debug]

/** @type {{ [name: string]: Flag }} */
const COMMON = {
  json: { type: 'boolean', help: 'print the result as JSON' },
  help: { type: 'boolean', short: 'h', help: 'show this help' }
}

/**
 * Runs the command line and sets process.exitCode.
 * @param {string[]} args without the program's own name
 */
export async function run(args) {
  endQuietlyOnClosedPipe()
  const [name, ...rest] = args
  try {
    process.exitCode = await dispatch(name, rest)
  } catch (error) {
    process.exitCode = reportFailure(error, rest, name)
  }
}

/**
 * @param {string | undefined} name
 * @param {string[]} args
 * @returns {number | Promise<number>}
 */
function dispatch(name, args) {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return showHelp(name, args)
  if (name === '--version' || name === '-V') {
    say(readVersion())
    return EXIT.accepted
  }
  const command = findCommand(name)
  const { values, positionals } = parse(command, args)
  if (values.help) {
    say(commandHelp(command, COMMON))
    return EXIT.accepted
  }
  if (positionals.length > command.maxArguments) {
    throw new UsageError(`one argument too many: ${shorten(positionals[command.maxArguments])}`, helpHint(name))
  }
  return command.run(values, positionals)
}

/**
 * @param {string | undefined} name
 * @param {string[]} args
 */
function showHelp(name, [topic]) {
  if (name === undefined) complain(overview(COMMANDS))
  else say(topic === undefined ? overview(COMMANDS) : commandHelp(findCommand(topic), COMMON))
  return name === undefined ? EXIT.usage : EXIT.accepted
}

/**
 * @param {string} name
 * @returns {Command}
 */
function findCommand(name) {
  const command = COMMANDS.find((each) => each.name === name)
  if (command !== undefined) return command
  const names = COMMANDS.map((each) => each.name)
  const nearest = names.find((each) => each.startsWith(`${name}-`)) ?? didYouMean(name.slice(0, 40), names)
  // If the command was forgotten, its place may hold a token.
  const what = /^[a-z-]{1,20}$/.test(name) ? `no command "${name}"` : 'the first argument must be a command'
  throw new UsageError(what, nearest ? `did you mean "${nearest}"?` : helpHint())
}

/**
 * @param {Command} command
 * @param {string[]} args
 * @returns {{ values: Values, positionals: string[] }}
 */
function parse(command, args) {
  const flags = { ...command.flags, ...COMMON }
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short && { short }), ...(multiple && { multiple }) }
    ])
  )
  try {
    const { values, positionals, tokens } = parseArgs({ args, options, allowPositionals: true, tokens: true })
    for (const { kind, name } of /** @type {any[]} */ (tokens)) {
      const given =
        kind === 'option' &&
        !flags[name].multiple &&
        tokens.filter((each) => each.kind === 'option' && each.name === name)
      if (given && given.length > 1) throw new UsageError(`--${name} is given twice`, helpHint(command.name))
    }
    return { values, positionals }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw parseError(/** @type {Error} */ (error), args, Object.keys(flags), command.name)
  }
}

/**
 * @param {Error} error
 * @param {string[]} args
 * @param {string[]} known
 * @param {string} command
 */
function parseError(error, args, known, command) {
  const unknown = args.map((each) => /^--([\w-]{1,40})/.exec(each)?.[1]).find((each) => each && !known.includes(each))
  const { code } = /** @type {NodeJS.ErrnoException} */ (error)
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown) {
    const nearest = didYouMean(unknown, known)
    return new UsageError(`unknown option --${unknown}`, nearest ? `did you mean --${nearest}?` : helpHint(command))
  }
  return new UsageError(shorten(error.message.split(/[.\n]/)[0]), helpHint(command))
}

/** @param {string} [command] */
const helpHint = (command) => `see: assay-jwt ${command ? `${command} ` : ''}--help`

/** @param {string} text an argument: it may be a misplaced token, and is never shown whole */
const shorten = (text) => (text.length > 60 ? `${text.slice(0, 12)}… (${text.length} characters)` : text)

/**
 * @param {unknown} error
 * @param {string[]} args
 * @param {string | undefined} name
 * @returns {number} the exit code
 */
function reportFailure(error, args, name) {
  const command = COMMANDS.find((each) => each.name === name)
  const prefix = command ? `assay-jwt ${command.name}` : 'assay-jwt'
  if (!(error instanceof UsageError || error instanceof AssayError)) {
    // A bug. Node would print its message unescaped.
    complain(join([errorPaint.red(`${prefix}: ${error}`), ...stackOf(error)]))
    return EXIT.refused
  }
  const policy = args.find((each) => /^--policy(=|$)/.test(each))
  const words = error instanceof AssayError && command ? wordsFor({ policy }, command.flags) : String
  const { message, hint = '' } = error
  complain(join([errorPaint.red(`${prefix}: ${words(message)}`), ...(hint ? [`  ${words(hint)}`] : [])]))
  if (error instanceof UsageError) return EXIT.usage
  if (args.includes('--json')) say(jsonText({ error: error.toJSON() }))
  return exitCodeOf(error)
}

/**
 * @param {unknown} error
 * @returns {string[]} the stack's frames without the message before them, whose lines may look like frames
 */
function stackOf(error) {
  const { stack } = /** @type {Error} */ (error)
  const places = String(stack).replace(String(error), '')
  return places.match(/^ {4}at .*$/gm) ?? []
}
