// npm start: what is missing is set up, the WebAssembly is built, and the main job runs: a real
// authorization server issues tokens, the example Worker on the real workerd judges them.
//
//   npm start               eight tokens, a table, and an end
//   npm start -- --serve    the same, then both servers stay up until Ctrl+C

import { parseArgs } from 'node:util'
import { bold, elapsed, green, headline, red, say, step, table } from './lib/steps.js'
import { setup } from './setup.js'
import { buildWasm } from './build.js'

const begin = performance.now()

/** @type {{ close: () => Promise<void> }[]} what has to be closed at the end, latest first */
const running = []

async function closeAll() {
  for (let each = running.pop(); each; each = running.pop()) await each.close()
}

function readOptions() {
  try {
    return parseArgs({ options: { serve: { type: 'boolean', default: false } } }).values
  } catch (error) {
    throw Object.assign(/** @type {Error} */ (error), { hint: 'npm start, or npm start -- --serve' })
  }
}

/** @returns {Promise<number>} the exit code */
async function main() {
  const { serve } = readOptions()
  headline('Set-up')
  await setup({ parts: ['npm', 'emscripten', 'sources'] })
  headline('WebAssembly')
  await buildWasm({ dev: false })
  headline('The main job')
  const allRight = await runMainJob(serve)
  say(allRight ? green('Every verdict is right.') : red('A verdict is wrong.'))
  say(`Done in ${elapsed(begin)}.`)
  return allRight ? 0 : 1
}

/**
 * @param {boolean} serve
 * @returns {Promise<boolean>} whether every verdict was as expected
 */
async function runMainJob(serve) {
  // Imported now: these need the npm packages that the set-up has installed.
  const { prepareDeployment, askWorker } = await import('../tests/support/eight-tokens.js')
  const { startWorker } = await import('../tests/support/worker.js')
  const deployment = await step('Authorization servers (oidc-provider) issue the tokens', () =>
    prepareDeployment({ ttl: serve ? 3600 : 300 })
  )
  running.push(deployment)
  const worker = await step('The example Worker starts on workerd', () => startWorker(deployment))
  running.push(worker)
  const answers = []
  for (const { token } of deployment.cases) answers.push(await askWorker(worker.url, token))
  const allRight = report(deployment.cases, answers)
  if (serve) await keepServing(deployment, worker.url)
  return allRight
}

/** @typedef {import('../tests/support/eight-tokens.js').Case} Case */
/** @typedef {Case['expected']} Answer */

/**
 * @param {Case[]} cases
 * @param {Answer[]} answers
 * @returns {boolean}
 */
function report(cases, answers) {
  const right = cases.map(({ expected }, index) => {
    const { status, code, reason } = answers[index]
    return status === expected.status && code === expected.code && reason === expected.reason
  })
  const rows = cases.map(({ name, expected }, index) => {
    const { status, code, reason } = answers[index]
    const verdict = right[index] ? '✓' : `✗ expected ${expected.status} ${expected.code} ${expected.reason}`
    return [name, String(status), code || '-', reason || '-', verdict]
  })
  say(`\n${table(['token', 'HTTP', 'code', 'reason', 'as expected'], rows)}\n`)
  return right.every(Boolean)
}

/**
 * @param {import('../tests/support/eight-tokens.js').Deployment} deployment
 * @param {string} workerUrl
 */
async function keepServing({ server, cases }, workerUrl) {
  say(`${bold('Worker')}                ${workerUrl}`)
  say(`${bold('Authorization server')}  ${server.issuer} (keys: ${server.jwksUri})\n`)
  for (const { name, token } of cases) {
    say(`${bold(name)}\ncurl -i -H 'Authorization: Bearer ${token}' ${workerUrl}\n`)
  }
  say('The tokens live for an hour. Ctrl+C ends both servers.')
  // Before Miniflare's own listener, which would end with an error's exit code; it stops workerd on 'exit' too.
  process.prependOnceListener('SIGINT', () => process.exit(0))
  process.prependOnceListener('SIGTERM', () => process.exit(0))
  await new Promise(() => {}) // the servers keep the process alive
}

try {
  process.exitCode = await main()
} catch (error) {
  const { message, stack, hint } = /** @type {Error & { hint?: string }} */ (error)
  say(red(`\nnpm start failed after ${elapsed(begin)}: ${message}`))
  if (hint) say(`What to do: ${hint}`)
  else say(String(stack))
  process.exitCode = 1
} finally {
  await closeAll()
}
