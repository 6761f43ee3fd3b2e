// The tables of docs/guides/command-line.md: each command with its flags, as `--help` has them.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { COMMANDS } from '../../js/cli/run.js'
import { root } from '../lib/command.js'
import { formatted } from '../lib/formatted.js'
import { replaceSection } from '../lib/section.js'

const path = 'docs/guides/command-line.md'

/** @returns {Promise<{ [path: string]: string }>} */
export async function files() {
  let text = await readFile(join(root, path), 'utf8')
  for (const { name, flags } of COMMANDS) text = replaceSection(text, `flags of ${name}`, tableOf(flags))
  return { [path]: await formatted(path, text) }
}

/** @param {import('../../js/cli/run.js').Command['flags']} flags */
function tableOf(flags) {
  const rows = Object.entries(flags).map(([name, { argument, short, help }]) => {
    const flag = `${short ? `-${short}, ` : ''}--${name}${argument ? ` ${argument}` : ''}`
    return `| \`${flag.replaceAll('|', '\\|')}\` | ${help.replaceAll('\n', ' ').replaceAll('|', '\\|')} |`
  })
  return ['| flag | |', '| --- | --- |', ...rows].join('\n')
}
