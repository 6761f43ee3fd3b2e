import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../../../tools/lib/command.js'
import { workDirectory } from '../runtimes.js'

/** @import { Job, RuntimeResult } from '../run-cases.js' */
/** @import { Runtime } from '../runtimes.js' */

const child = fileURLToPath(new URL('child.js', import.meta.url))

/**
 * @param {Runtime} runtime
 * @param {Job} job
 * @returns {Promise<RuntimeResult>}
 */
export async function runInProcess({ id, command = [] }, job) {
  mkdirSync(workDirectory, { recursive: true })
  const [jobFile, resultFile, log] = ['job.json', 'result.json', 'log'].map((end) =>
    join(workDirectory, `${id}.${end}`)
  )
  writeFileSync(jobFile, JSON.stringify(job))
  await runCommand([...command, child, jobFile, resultFile], { log, hint: `see ${log}` })
  return JSON.parse(readFileSync(resultFile, 'utf8'))
}
