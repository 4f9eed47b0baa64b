/*
 * A process that indexes a folder, to be killed: node index-child.ts LIBRARY DOCUMENTS. Commits as often as it can, gives even
 * small segments a graph, and every third time puts the library into one piece.
 */
import { openLibrary } from '../library.ts'

const [folder, documents, round = '0'] = process.argv.slice(2)
const library = await openLibrary({ folder, access: 'write', graphRows: 50 })
await library.addRoot(documents)
await library.index({ commitEveryMs: 0 })
await library.settle()
if (Number(round) % 3 === 2) await library.optimize()
await library.close()
