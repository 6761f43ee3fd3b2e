import { runHere } from './context.js'

await runHere(location.search)
