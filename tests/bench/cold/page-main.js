// The page that is timed, or the module worker in it: the same script, told by its address what to do.

import { runCold } from './run-cold.js'

export async function main() {
  const query = new URLSearchParams(location.search)
  if (query.get('where') === 'worker' && typeof document !== 'undefined') {
    new Worker(`/bench/page/main.js${location.search}`, { type: 'module' })
    return
  }
  /** @type {unknown} */
  let body
  try {
    body = await work(query.get('mode'), query.get('library'))
  } catch (error) {
    body = { error: String(error) }
  }
  await fetch('/result', { method: 'POST', body: JSON.stringify(body) })
}

/**
 * @param {string | null} mode
 * @param {string | null} library
 */
async function work(mode, library) {
  const fixture = await (await fetch('/fixture.json')).json()
  if (!library) return { marks: {}, times: [], wall: performance.now() }
  const load = () => import(`/bench/page/${library}.js`)
  if (mode === 'gate') {
    const gate = '/bench/page/gate.js'
    return { failures: await (await import(gate)).findFailures(library, load, fixture) }
  }
  const run = await runCold(load, fixture)
  const later = run.times.slice(1).reduce((sum, ms) => sum + ms, 0)
  return { ...run, wall: performance.now() - later }
}
