// Import and first verification in a fresh process, the libraries in turns.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rows } from './contestants.js'
import { workDirectory } from './runtimes.js'

/** @import { Fixture } from './fixtures.js' */
/** @import { Runtime } from './runtimes.js' */

const child = fileURLToPath(new URL('fresh-child.js', import.meta.url))

export const freshIds = ['assay-sync', 'jose', 'oauth4webapi', 'hono', 'aws-sync', 'fast-jwt', 'jsonwebtoken']

/** @typedef {Record<string, number[]>} Samples milliseconds by contestant, then by round */

/**
 * @param {Runtime} runtime a kind of Node
 * @param {Fixture} fixture
 * @param {number} rounds
 * @returns {{ inProcess: Samples, wall: Samples }}
 */
export function measureFreshProcesses({ command = [] }, fixture, rounds) {
  const fixtureFile = join(workDirectory, 'fresh.json')
  mkdirSync(workDirectory, { recursive: true })
  writeFileSync(fixtureFile, JSON.stringify({ ...fixture, tokens: fixture.tokens.slice(0, 1) }))
  const contestants = rows.filter(({ id }) => freshIds.includes(id))
  const empty = () => Object.fromEntries(contestants.map(({ id }) => [id, /** @type {number[]} */ ([])]))
  const samples = { inProcess: empty(), wall: empty() }
  // The first round only brings the files into the page cache.
  for (let round = -1; round < rounds; round++) {
    for (const { library, id } of contestants) {
      const { inProcess, wall } = runOnce([...command, child, library, id, fixtureFile])
      if (round < 0) continue
      samples.inProcess[id].push(inProcess)
      samples.wall[id].push(wall)
    }
  }
  return samples
}

/** @param {string[]} command */
function runOnce([program, ...args]) {
  const begin = performance.now()
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  const wall = performance.now() - begin
  if (status !== 0) throw new Error(`a fresh process failed: ${args.join(' ')}\n${stderr}`)
  return { inProcess: Number(stdout.trim().split('\n').at(-1)), wall }
}
