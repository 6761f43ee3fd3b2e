// What must never happen to an event loop: that it stands still for anything but computing.

import { openSync, readSync } from 'node:fs'

const LIMIT_MILLISECONDS = 50
/**
 * A collection of garbage, or a host that takes the processor away, lengthens one turn in many thousands, and never to this
 * many milliseconds. A wait that spins does it whenever its schedule comes, until the lease ends.
 */
const NEVER_MILLISECONDS = 1000
const RARELY = 1 / 1000
/** A verification reads the clock a few times. What reads it so often without letting anything else run spins. */
const MOST_READINGS = 20_000

/**
 * Watches two things between one turn of the event loop and the next: how often the key layer has read the clock, which is
 * exact, and how long this thread was at work outside of the core, by its own CPU time, which a loaded machine does not
 * lengthen.
 */
export class Watchdog {
  /** @type {string[]} */
  faults = []
  worst = 0
  mostReadings = 0
  #turns = 0
  #long = 0
  #readings = 0
  #computing = 0
  #started = cpuMilliseconds()
  #timer = setInterval(() => this.#turn(), 2)

  /** Is called for each reading of the clock. @throws {Error} where nothing else has run for too long: it ends the loop */
  reads() {
    this.#readings += 1
    if (this.#readings < MOST_READINGS) return
    if (this.#readings === MOST_READINGS)
      this.faults.push(`it spins: ${MOST_READINGS} readings of the clock in one turn`)
    throw new Error('it spins')
  }

  /** @template T @param {() => T} action that computes @returns {T} */
  compute(action) {
    const start = cpuMilliseconds()
    try {
      return action()
    } finally {
      this.#computing += cpuMilliseconds() - start
    }
  }

  #turn() {
    const now = cpuMilliseconds()
    const idle = now - this.#started - this.#computing
    this.worst = Math.max(this.worst, idle)
    this.mostReadings = Math.max(this.mostReadings, this.#readings)
    this.#turns += 1
    if (idle > LIMIT_MILLISECONDS) this.#long += 1
    if (idle > NEVER_MILLISECONDS) this.faults.push(`the event loop stood still for ${idle.toFixed(1)} ms of CPU time`)
    this.#readings = this.#computing = 0
    this.#started = cpuMilliseconds()
  }

  /** Forgets how long it stood still until now. */
  forgive() {
    this.worst = this.#turns = this.#long = 0
    this.faults = this.faults.filter((fault) => fault.startsWith('it spins'))
  }

  stop() {
    clearInterval(this.#timer)
    if (this.#long > 1 + this.#turns * RARELY) {
      this.faults.push(`${this.#long} of ${this.#turns} turns took over ${LIMIT_MILLISECONDS} ms of CPU time`)
    }
  }
}

// A stack is made for each refusal, and nobody reads it.
Error.stackTraceLimit = 0

const statistics = openSync('/proc/thread-self/schedstat', 'r')
const text = Buffer.alloc(64)

/** @returns {number} of this thread alone: the engine's compilers and collectors have threads of their own */
function cpuMilliseconds() {
  return parseInt(text.latin1Slice(0, readSync(statistics, text, 0, 64, 0)), 10) / 1e6
}
