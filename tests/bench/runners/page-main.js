// The page that is timed. It fetches its job and posts the result.

import { runCases } from '../run-cases.js'

/** @param {import('../workload.js').Libraries} libraries */
export async function main(libraries) {
  let body
  try {
    const job = await (await fetch('/job.json')).json()
    body = await runCases(job, libraries)
  } catch (error) {
    body = { error: String(error) }
  }
  await fetch('/result', { method: 'POST', body: JSON.stringify(body) })
}
