/* A process that indexes a folder, to be killed: node index-child.ts LIBRARY DOCUMENTS. Commits as often as it can. */
import { openLibrary } from '../library.ts'

const [folder, documents] = process.argv.slice(2)
const library = await openLibrary({ folder, access: 'write' })
await library.addRoot(documents)
await library.index({ commitEveryMs: 0 })
await library.close()
