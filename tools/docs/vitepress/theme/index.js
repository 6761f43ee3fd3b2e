import theme from 'vitepress/theme-without-fonts' // no fonts to fetch: the system's own
import { mendSearch } from './search.js'
import './style.css'

export default {
  ...theme,
  /** @param {unknown} context */
  enhanceApp(context) {
    theme.enhanceApp?.(context)
    if (typeof document !== 'undefined') mendSearch()
  }
}
