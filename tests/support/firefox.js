import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand } from '../../tools/lib/system-packages.js'

/**
 * Debian's Firefox, headless, over WebDriver BiDi, with a profile of its own that is removed at the end.
 * @returns {Promise<{ browser: import('puppeteer-core').Browser, close: () => Promise<void> }>}
 */
export async function launchFirefox() {
  const { launch } = await import('puppeteer-core')
  const executablePath = findCommand('firefox-esr')
  if (!executablePath) throw new Error('Firefox is missing: apt-get install firefox-esr')
  const userDataDir = await mkdtemp(join(tmpdir(), 'assay-firefox-'))
  const browser = await launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath,
    headless: true,
    userDataDir
  })
  return {
    browser,
    close: async () => {
      await browser.close()
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
