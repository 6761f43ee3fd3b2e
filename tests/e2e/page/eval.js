let evalRefused = false
try {
  new Function('return 1')()
} catch {
  evalRefused = true
}
Object.assign(globalThis, { evalRefused })
