import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ReadStream } from 'node:tty'
import { complain, errorPaint, redraw, showsProgress, text } from './terminal.js'
import { UsageError } from './usage-error.js'

/**
 * @typedef {object} Question what has to be decided
 * @property {string} ask
 * @property {string} [because] why it cannot be left open, for whom is not asked
 * @property {string} flag that decides it: the error names it
 * @property {string | string[]} [proposal] what Enter and --yes take
 * @property {boolean} [isSafe] whether the proposal may be taken without a question: it lets in nothing more
 * @property {readonly string[]} [choices] to choose among, by number or by name
 * @property {boolean} [several] whether more than one may be chosen
 */

/** Decides what a policy leaves open: by asking, where somebody can be asked, or else by proposals. */
export class Decider {
  #takesProposals
  /** @type {import('node:readline').Interface | undefined} */
  #lines
  /** @type {AsyncIterator<string> | undefined} */
  #answers
  /** @type {ReadStream | undefined} */
  #terminal

  /** @param {{ yes?: boolean }} values */
  constructor({ yes = false }) {
    this.#takesProposals = yes
    if (!yes && showsProgress && !process.env.CI) this.#open()
  }

  /** Standard input is the token's: questions are answered at the terminal itself. */
  #open() {
    try {
      this.#terminal = new ReadStream(openSync(process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty', 'r'))
      this.#lines = createInterface({ input: this.#terminal, terminal: false })
      this.#answers = this.#lines[Symbol.asyncIterator]()
    } catch {
      this.#answers = undefined // there is no terminal
    }
  }

  get asks() {
    return this.#answers !== undefined
  }

  /**
   * @param {Question} question
   * @returns {Promise<string[]>} what was chosen
   * @throws {UsageError} where nobody can be asked, and no proposal may be taken
   */
  async choose(question) {
    const { proposal, isSafe, because, flag } = question
    const proposed = proposal === undefined ? undefined : [proposal].flat()
    if (this.asks) return await this.#ask(question, proposed)
    if (proposed !== undefined && (isSafe || this.#takesProposals)) return proposed
    throw new UsageError(because ?? question.ask, `give ${flag}`)
  }

  /**
   * @param {Omit<Question, 'proposal' | 'choices' | 'several'> & { proposal: 'yes' | 'no' }} question
   * @returns {Promise<boolean>}
   */
  async confirm(question) {
    const [answer] = await this.choose({ ...question, choices: ['yes', 'no'] })
    return answer === 'yes'
  }

  /**
   * @param {Question} question
   * @param {string[] | undefined} proposed
   * @returns {Promise<string[]>}
   */
  async #ask({ ask, choices = [], several = false }, proposed) {
    complain(text`\n${errorPaint.bold(ask)}`)
    if (!isYesOrNo(choices)) for (const [at, choice] of choices.entries()) complain(text`  ${at + 1}  ${choice}`)
    const enter = proposed === undefined ? '' : `; Enter: ${proposed.join(' ') || 'none'}`
    for (;;) {
      redraw(text`${errorPaint.dim(`(${howToAnswer(choices, several)}${enter})`)} > `)
      const { value, done } = await /** @type {AsyncIterator<string>} */ (this.#answers).next()
      if (done) throw new UsageError('no answer', 'nothing is written')
      if (value.trim() === '' && proposed !== undefined) return proposed
      const chosen = chosenIn(value, choices, several)
      if (chosen !== undefined) return chosen
      complain(errorPaint.yellow('That is none of them.'))
    }
  }

  close() {
    this.#lines?.close()
    this.#terminal?.destroy()
  }
}

/** @param {readonly string[]} choices */
const isYesOrNo = (choices) => choices.join() === 'yes,no'

/** @param {readonly string[]} choices @param {boolean} several */
function howToAnswer(choices, several) {
  if (isYesOrNo(choices)) return 'yes or no'
  return several ? 'numbers or names, separated by spaces' : 'a number or a name'
}

/**
 * @param {string} line
 * @param {readonly string[]} choices
 * @param {boolean} several
 * @returns {string[] | undefined} undefined where the line is no answer
 */
function chosenIn(line, choices, several) {
  const words = line.trim().split(/\s+/).filter(Boolean)
  const known = words.map((word) => named(word, choices)).filter((each) => each !== undefined)
  return known.length > 0 && known.length === words.length && (several || known.length === 1) ? known : undefined
}

/**
 * @param {string} word
 * @param {readonly string[]} choices
 * @returns {string | undefined}
 */
function named(word, choices) {
  if (isYesOrNo(choices)) return choices.find((each) => word !== '' && each.startsWith(word.toLowerCase()))
  return choices.includes(word) ? word : choices[Number(word) - 1]
}
