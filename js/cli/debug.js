import { serveDebugger } from './debug-server.js'
import { EXIT } from './exit-code.js'
import { openBrowser } from './open-browser.js'
import { complain, errorPaint, isOnTerminal, jsonText, paint, say, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { Values } from './run.js' */

const HOSTS = ['127.0.0.1', 'localhost']

/** @type {import('./run.js').Command} */
export const debug = {
  name: 'debug',
  summary: 'Serves the debugger’s page on this machine, and opens it in the browser.',
  usage: '[--port N] [--no-open]',
  details: `Paste the token into the page: it stays there. Ctrl+C ends the server. Only 127.0.0.1 can reach it.
A browser is opened from a terminal alone, and not where CI is set; --open opens one all the same.`,
  flags: {
    port: { type: 'string', argument: 'NUMBER', help: 'the port (default: a free one)' },
    host: { type: 'string', argument: 'HOST', help: '127.0.0.1, and no other' },
    open: { type: 'boolean', help: 'open the browser, without a terminal too' },
    'no-open': { type: 'boolean', help: 'print the address alone' }
  },
  maxArguments: 0,
  run: async (values) => {
    const port = readPort(values)
    const { url, close } = await serveDebugger({ port }).catch((error) => {
      if (error.syscall !== 'listen') throw error
      throw new UsageError(`port ${port} cannot be used (${error.code})`, 'take another one, or none')
    })
    const ended = interrupted()
    const isOpened = wantsBrowser(values) && (await open(url))
    if (values.json) say(jsonText({ url, opened: isOpened }, 0))
    else say(text`${paint.bold('Debugger')}  ${url}`)
    complain(errorPaint.dim('Ctrl+C ends it.'))
    await ended
    await close()
    complain(errorPaint.dim('The debugger’s server has ended.'))
    return EXIT.accepted
  }
}

/**
 * @param {Values} values
 * @returns {number}
 */
function readPort({ port = '0', host = '127.0.0.1', open: opens, 'no-open': opensNot }) {
  if (opens && opensNot) throw new UsageError('--open and --no-open exclude each other')
  if (!HOSTS.includes(host)) {
    const hint = 'reach it from another machine through a tunnel: ssh -L 8080:127.0.0.1:8080 …'
    throw new UsageError('--host must be 127.0.0.1: the debugger is for this machine alone', hint)
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError('--port must be a number from 0 to 65535')
  return Number(port)
}

/** @param {Values} values */
function wantsBrowser({ open: opens, 'no-open': opensNot }) {
  if (opens || opensNot) return opens === true
  return isOnTerminal && !process.env.CI
}

/**
 * @param {string} url
 * @returns {Promise<boolean>} whether an opener was started
 */
async function open(url) {
  const problem = await openBrowser(url)
  if (problem !== undefined)
    complain(errorPaint.yellow(`No browser was opened: ${problem}. Open the address yourself.`))
  return problem === undefined
}

/** @returns {Promise<void>} when the user ends the program */
function interrupted() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => resolve())
  })
}
