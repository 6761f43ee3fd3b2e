// A Dockerfile without Docker: its stages are folders, and its commands run in them. It knows what the page's file has.

import assert from 'node:assert/strict'
import { cpSync, mkdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { output } from './project.js'

/** @typedef {{ root: string, cwd: string, env: NodeJS.ProcessEnv, user: string, command: string[] }} Stage */

/** What only says how later lines are meant. @type {{ [instruction: string]: (stage: Stage, rest: string) => void }} */
const settings = {
  WORKDIR: (stage, path) => void (stage.cwd = resolve(stage.cwd, path)),
  ENV: (stage, text) => void (stage.env[text.split('=')[0]] = text.split('=')[1]),
  USER: (stage, name) => void (stage.user = name),
  CMD: (stage, words) => void (stage.command = JSON.parse(words))
}

/**
 * @param {string} text of the Dockerfile
 * @param {string} context the folder that it copies from
 * @param {string} place an empty folder, for the stages
 * @param {NodeJS.ProcessEnv} env of the commands besides their own
 * @returns {Promise<Stage>} the last stage: the image
 */
export async function buildImage(text, context, place, env) {
  /** @type {{ [name: string]: Stage }} */
  const stages = {}
  /** @type {Stage | undefined} */
  let stage
  for (const line of text.replace(/\\\n/g, ' ').split('\n').filter(Boolean)) {
    const [, instruction, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    if (instruction === 'FROM') {
      const [, name = 'image'] = /^node:\S+(?: AS (\w+))?$/.exec(rest) ?? assert.fail(line)
      stage = { root: join(place, name), cwd: '/', env: {}, user: 'root', command: [] }
      stages[name] = stage
      continue
    }
    assert.ok(stage, line)
    if (instruction in settings) settings[instruction](stage, rest)
    else if (instruction === 'COPY') copy(stage, rest, (name) => (name ? stages[name].root : context))
    else if (instruction === 'RUN') {
      const options = { cwd: join(stage.root, stage.cwd), env: { ...process.env, ...env, ...stage.env } }
      await output(['sh', '-ec', rest], options)
    } else assert.fail(line)
  }
  return stage ?? assert.fail('no FROM')
}

/**
 * @param {Stage} stage
 * @param {string} words of COPY
 * @param {(name: string | undefined) => string} rootOf a stage, or the context
 */
function copy({ root, cwd }, words, rootOf) {
  const [, from, paths] = /^(?:--from=(\w+) )?(.*)$/.exec(words) ?? []
  const sources = paths.split(' ')
  const target = join(root, resolve(cwd, String(sources.pop())))
  mkdirSync(join(root, cwd), { recursive: true })
  for (const source of sources.map((path) => join(rootOf(from), path))) {
    // Of a folder Docker copies what is in it.
    const to = statSync(source).isDirectory() ? target : join(target, basename(source))
    cpSync(source, to, { recursive: true, verbatimSymlinks: true })
  }
}
