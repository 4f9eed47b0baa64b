/* Indexes a folder into a library of its own and asks it. Run: node core/examples/search-notes.ts FOLDER LIBRARY "QUESTION" */
import { AppError, ask, openLibrary } from 'leantern'

const [notes, folder, question] = process.argv.slice(2)

try {
  // One writer at a time; any number of readers beside it, in this or other processes.
  await using writer = await opened('write')
  await writer.library.addRoot(notes)
  const { added, failed } = await writer.library.index()
  process.stdout.write(`${added} new, ${failed} not readable\n`)

  const { results } = await writer.library.search({ query: question, limit: 3, strategy: 'codes' })
  for (const { rank, title, snippet, why } of results)
    process.stdout.write(`${rank}. ${title}: ${snippet}\n   ${why}\n`)

  for await (const event of ask({ library: writer.library, model: null }, { question })) {
    if (event.kind === 'answer') process.stdout.write(`${event.answer.text}\n`)
  }
} catch (error) {
  // What a person can be told has a code; anything else is a bug.
  if (!(error instanceof AppError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n`)
  process.exitCode = 1
}

async function opened(access: 'read' | 'write') {
  const library = await openLibrary({ folder, access })
  return { library, [Symbol.asyncDispose]: () => library.close() }
}
