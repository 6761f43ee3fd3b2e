// The limit of a stage: not its length, which a loaded machine decides, but how long it may say nothing.

/** Printed by the clock (see sayBeat()) beside a tool that does not work: no sign that it gets on. */
const heartbeat = /: still at it, [^\n]*\n?$/

/**
 * @param {number} limitMs
 * @param {() => void} onSilence called once, when nothing was heard for so long
 * @returns {{ hear: (printed: string) => void, end: () => void }}
 */
export function watchSilence(limitMs, onSilence) {
  let timer = setTimeout(onSilence, limitMs)
  return {
    hear: (printed) => {
      if (printed.split('\n').every((line) => line.trim() === '' || heartbeat.test(line))) return
      clearTimeout(timer)
      timer = setTimeout(onSilence, limitMs)
    },
    end: () => clearTimeout(timer)
  }
}
