// The pages and their code blocks. Tests run the blocks as they stand, so that what a reader copies works.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import { root } from '../../support/package-exports.js'

/** @param {string} path from the root @returns {Promise<string>} */
export const read = (path) => readFile(join(root, path), 'utf8')

/** @param {string} text of a page @returns {string[]} its blocks of JavaScript, and of TypeScript without its types */
export const blocks = (text) =>
  [...text.matchAll(/^```(js|ts)\n(.*?)^```/gms)].map(([, language, code]) =>
    language === 'js' ? code : transformSync(code, { loader: 'ts', target: 'es2022' }).code
  )

/** @param {string} text of a page @param {string} language @returns {string[]} its blocks of that language, as they are */
export const blocksIn = (text, language) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code)

/**
 * @param {string} page from the root
 * @param {string} words that one of its blocks of JavaScript has, and no other
 * @returns {Promise<string>} that block
 */
export async function block(page, words) {
  const found = blocks(await read(page)).filter((code) => code.includes(words))
  assert.equal(found.length, 1, `${page}: blocks with ${words}`)
  return found[0]
}

/** @returns {string[]} every page that readers get, from the root: docs/ and the pages beside the README */
export function pages() {
  return [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`)
  ]
}

/**
 * @param {string} code that trusts https://auth.example.com/
 * @param {string} issuer that it has to trust
 */
export function withIssuer(code, issuer) {
  const written = /issuer: 'https:\/\/auth\.example\.com\/'/
  assert.match(code, written)
  return code.replace(written, `allowInsecureLoopback: true, issuer: '${issuer}'`)
}

/**
 * @param {string} code
 * @param {string} prelude
 * @returns {Promise<string>} what it prints
 */
export async function runModule(code, prelude = '') {
  const args = ['--input-type=module', '--eval', `${prelude}\n${code}`]
  const { NODE_TEST_CONTEXT: _, ...env } = process.env // a test in it is its own
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  return stdout
}
