// Cold starts in Node: a fresh process for the first token, whose wall and CPU time are taken, and one for all tokens.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workDirectory } from '../runtimes.js'
import { intoSegments } from './summary.js'

/** @import { ColdRun } from './run-cold.js' */
/** @import { Launcher } from './measure-cold.js' */
/** @import { Fixture } from '../fixtures.js' */
/** @import { Runtime } from '../runtimes.js' */

const child = fileURLToPath(new URL('process-child.js', import.meta.url))

/**
 * @param {Runtime} runtime a kind of Node
 * @param {Fixture} fixture
 * @returns {Promise<Launcher>}
 */
export async function launchProcesses({ command = [] }, fixture) {
  const directory = join(workDirectory, 'cold')
  mkdirSync(directory, { recursive: true })
  const [all, first] = ['all.json', 'first.json'].map((name) => join(directory, name))
  writeFileSync(all, JSON.stringify(fixture))
  writeFileSync(first, JSON.stringify({ ...fixture, tokens: fixture.tokens.slice(0, 1) }))
  return {
    version: spawnSync(command[0], ['--version'], { encoding: 'utf8' }).stdout.trim().replace('v', ''),
    gate: async ({ libraries }) => run([...command, child, 'gate', libraries?.process ?? '', all]).answer,
    run: async ({ libraries }) => {
      const library = libraries?.process ?? ''
      const alone = run([...command, child, 'run', library, first])
      /** @type {ColdRun & { cpu: number }} */
      const long = library === '' ? alone.answer : run([...command, child, 'run', library, all]).answer
      const whole = { wall: alone.wall, cpu: alone.answer.cpu, cpuOfAll: long.cpu }
      return { marks: { ...alone.answer.marks, ...whole }, ...intoSegments(long.times) }
    },
    close: async () => undefined
  }
}

/** @param {string[]} command */
function run([program, ...args]) {
  const begin = performance.now()
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  const wall = performance.now() - begin
  if (status !== 0) throw new Error(`a fresh process failed: ${args.join(' ')}\n${stderr}`)
  return { answer: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), wall }
}
