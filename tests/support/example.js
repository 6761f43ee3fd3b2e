// Runs an example as its users do: a process of its own, told by its environment.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './package-exports.js'

/**
 * @typedef {object} RunningExample
 * @property {string} url
 * @property {string[]} errors what it wrote to its standard error, line by line
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} path of a program that prints its URL once it listens
 * @param {Record<string, string>} env
 * @returns {Promise<RunningExample>}
 */
export async function startExample(path, env) {
  const child = spawn(process.execPath, [resolve(root, path)], {
    env: { PATH: process.env.PATH, PORT: '0', ALLOW_INSECURE_LOOPBACK: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const exited = once(child, 'exit')
  /** @type {string[]} */
  const errors = []
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  const firstLine = once(createInterface({ input: child.stdout }), 'line')
  const url = await Promise.race([firstLine.then(([line]) => String(line)), exited.then(() => undefined)])
  if (url === undefined) throw new Error(`${path} ended before it listened:\n${errors.join('\n')}`)
  return {
    url,
    errors,
    async close() {
      if (child.exitCode === null && child.kill()) await exited
    }
  }
}
