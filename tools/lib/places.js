// Where the project lives. One variable says it: ASSAY_REPOSITORY, the repository's URL, which the workflows fill in.
// Without it nothing names a place: links to files of the repository become text.

/**
 * @typedef {object} Places
 * @property {string} repository without a slash at the end
 * @property {string} homepage the documentation's site, with a slash at the end
 * @property {string} bugs
 */

/**
 * @param {string | undefined} [url] of the repository, by default what the environment says
 * @returns {Places | undefined} undefined: nobody has said where
 */
export function places(url = process.env.ASSAY_REPOSITORY) {
  if (!url) return undefined
  const { protocol, host, pathname } = new URL(url)
  const parts = pathname
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean)
  if (protocol !== 'https:' || parts.length !== 2) {
    throw new Error('ASSAY_REPOSITORY is not https://<host>/<owner>/<name>')
  }
  const [owner, name] = parts
  const repository = `https://${host}/${owner}/${name}`
  const pages = `${owner.toLowerCase()}.${host.replace(/\.com$/, '.io')}`
  const homepage = name.toLowerCase() === pages ? `https://${pages}/` : `https://${pages}/${name}/`
  return { repository, homepage, bugs: `${repository}/issues` }
}
