// The limit of a stage: how long it may print nothing. How long it takes depends on the machine, and has no limit.

/** Printed by sayBeat() beside a tool that does not work: no sign of progress. */
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
