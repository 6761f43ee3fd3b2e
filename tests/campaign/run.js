// npm run campaign: the key layer on the real event loop, over endpoints and stores that are slow, fail and hang.
//
//   npm run campaign                             20,000 schedules
//   npm run campaign -- --schedules 200000       more
//   npm run campaign -- --seed 7 --schedules 1   the one with that seed again

import { parseArgs } from 'node:util'
import { runThreads } from './run-threads.js'

const { values } = parseArgs({ options: { schedules: { type: 'string', default: '20000' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const { faults } = await runThreads({ schedules: Number(values.schedules), seed, say: console.log })
process.exitCode = faults.length > 0 ? 1 : 0
