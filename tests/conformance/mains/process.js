// Node, Deno and Bun: process.js BASE ID prints the version and the rows as one line of JSON.

import './without-eval.js'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { conform } from './conform.js'

const [base, id] = process.argv.slice(2)
const load = createRequire(import.meta.url)
const code = readFileSync(load.resolve('assay-jwt/assay.wasm'))
const curvesCode = readFileSync(load.resolve('assay-jwt/assay-ec.wasm'))

const rows = await conform({ base, id }, { code, curvesCode, require: () => load('assay-jwt'), noEval: true })
const { bun, deno, node } = process.versions
console.log(JSON.stringify({ version: bun ?? deno ?? node, rows }))
process.exit(0) // the slow answer of the key server is still open
