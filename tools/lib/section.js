// A generated part of a file that is otherwise written by hand.

/**
 * @param {string} text of a file in Markdown or HTML
 * @param {string} name
 * @param {string} content what has to be between <!-- name --> and <!-- /name -->
 * @returns {string}
 */
export function replaceSection(text, name, content) {
  const section = new RegExp(`(?<=<!-- ${name}(?:: [^>]*)? -->\n).*?(?=<!-- /${name} -->)`, 's')
  if (!section.test(text)) throw new Error(`the file has no section "${name}"`)
  return text.replace(section, () => `\n${content}\n\n`)
}
