// Runs a tool that says nothing until it is done, and says now and then that it works (see lib/silence.js).
//
//   node tools/patiently.js PROGRAM [ARGUMENT...]

import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { startHeartbeat } from './lib/heartbeat.js'
import { say, sayBeat } from './lib/steps.js'

const [program, ...args] = process.argv.slice(2)
const name = basename(args.find((arg) => !arg.startsWith('-')) ?? program)
const stop = startHeartbeat(sayBeat(name, performance.now()))
const child = spawn(program, args, { stdio: 'inherit' })
child.on('error', ({ message }) => {
  stop()
  say(message)
  process.exitCode = 1
})
child.on('exit', (code) => {
  stop()
  process.exitCode = code ?? 1
})
