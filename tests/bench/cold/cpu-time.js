// The processor time of other processes, as Linux counts it.

import { readdirSync, readFileSync } from 'node:fs'

/**
 * @param {number} pid
 * @returns {number} ms that its living threads have run
 */
export function cpuOf(pid) {
  const directory = `/proc/${pid}/task`
  try {
    return readdirSync(directory).reduce((sum, thread) => sum + runTime(`${directory}/${thread}/schedstat`), 0)
  } catch {
    return 0 // The process has ended meanwhile.
  }
}

/**
 * @param {number} root
 * @returns {number} ms of a process and of all that descend from it
 */
export function cpuOfTree(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map()
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    const parent = parentOf(pid)
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  /** @type {(pid: number) => number} */
  const sum = (pid) => (children.get(pid) ?? []).reduce((total, child) => total + sum(child), cpuOf(pid))
  return sum(root)
}

/** @param {number} pid */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0 // The process has ended meanwhile.
  }
}

/** @param {string} path */
function runTime(path) {
  try {
    return Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return 0 // The thread has ended meanwhile.
  }
}
