import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openLibrary } from '../library.ts'
import { makeTree } from '../sources/test-tree.ts'

test('documents are found while the run that reads them goes on, and by other processes once it has written them', async () => {
  const many = Array.from({ length: 600 }, (_, i) => [`docs/b-${i}.md`, `# Note ${i}\n\n${'Rain falls. '.repeat(400)}`])
  await using tree = await makeTree({ 'docs/a.md': '# Tea\n\nA kettle of green tea.\n', ...Object.fromEntries(many) })
  const library = await openLibrary({ folder: tree.at('library'), access: 'write' })
  await library.addRoot(tree.at('docs'))
  const reader = await openLibrary({ folder: tree.at('library'), access: 'read' })
  const request = { query: 'green tea', limit: 1, strategy: 'codes' } as const
  let isSeen = false
  const stop = new AbortController()
  const looking = (async () => {
    // No longer than needed: while somebody looks, every few documents are made ready for searches.
    while (!stop.signal.aborted && !isSeen) {
      const [own, other] = await Promise.all([library.search(request), reader.search(request)])
      isSeen = own.stats.chunks > 0 && other.stats.chunks === 0
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  // Written once, at its end.
  await library.index({ commitEveryMs: 3_600_000, showEveryMs: 0 })
  stop.abort()
  await looking
  expect(isSeen).toBe(true)
  expect((await reader.search(request)).results[0].path).toBe(tree.at('docs/a.md'))
  await writeFile(tree.at('docs/a.md'), '# Coffee\n\nA pot of black coffee.\n')
  expect(await library.index()).toMatchObject({ changed: 1, embedded: 1 })
  await reader.close()
  await library.close()
})
