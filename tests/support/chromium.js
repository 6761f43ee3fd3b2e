import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand } from '../../tools/lib/system-packages.js'

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
  const path = findCommand('chromium')
  if (!path) throw new Error('Chromium is missing: apt-get install chromium')
  return path
}
