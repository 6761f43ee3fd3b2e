import theme from 'vitepress/theme-without-fonts' // no fonts to fetch: the system's own
import './style.css'

export default theme
