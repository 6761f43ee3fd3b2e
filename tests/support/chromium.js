import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

// No sandbox: it can't be had as root in a container, and only this repository's own page is loaded.
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic'
]

/**
 * Debian's Chromium, headless, with a profile of its own that is removed at the end.
 * @returns {Promise<{ browser: import('puppeteer-core').Browser, close: () => Promise<void> }>}
 */
export async function launchChromium() {
  const { launch } = await import('puppeteer-core')
  const userDataDir = await mkdtemp(join(tmpdir(), 'assay-chromium-'))
  const browser = await launch({
    executablePath: findChromium(),
    headless: true,
    pipe: true, // no debugging port
    userDataDir,
    args: switches
  })
  return {
    browser,
    close: async () => {
      await browser.close()
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

function findChromium() {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, 'chromium')
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      continue
    }
  }
  throw new Error('Chromium is missing: apt-get install chromium')
}
