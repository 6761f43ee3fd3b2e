// The beat of a clock beside a tool that is silent for long, such as a linker. It tells a tool that works from one that
// hangs: a tool that works has used the processor since the last beat.

import { readdirSync, readFileSync } from 'node:fs'

const betweenBeatsMs = 15_000
/** Processor time in clock ticks (a hundred a second). A process that uses less only waits. */
const minimumTicks = 10

/**
 * @param {(works: boolean) => void} beat called now and then
 * @param {{ everyMs?: number }} [options]
 * @returns {() => void} ends it
 */
export function startHeartbeat(beat, { everyMs = betweenBeatsMs } = {}) {
  let before = ticksOfDescendants()
  const timer = setInterval(() => {
    const now = ticksOfDescendants()
    beat(now !== undefined && before !== undefined && now - before >= minimumTicks)
    before = now
  }, everyMs)
  return () => clearInterval(timer)
}

/** @typedef {{ pid: number, parent: number, own: number, children: number }} Process with its clock ticks */

/** @returns {number | undefined} used by all that this process has started; undefined where there is no /proc */
function ticksOfDescendants() {
  const all = readProcesses()
  if (all.length === 0) return undefined
  const family = new Set([process.pid])
  let size = 0
  while (family.size > size) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all
    .filter(({ pid }) => family.has(pid))
    .reduce((sum, { pid, own, children }) => sum + children + (pid === process.pid ? 0 : own), 0)
}

/** @returns {Process[]} proc(5), /proc/pid/stat: the name in parentheses may have spaces */
function readProcesses() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)))
  } catch {
    return []
  }
}

/**
 * @param {number} pid
 * @returns {Process[]} none where it has ended meanwhile
 */
function readProcess(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return [{ pid, parent: fields[1], own: fields[11] + fields[12], children: fields[13] + fields[14] }]
  } catch {
    return []
  }
}
