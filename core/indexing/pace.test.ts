import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openLibrary } from '../library.ts'
import { Pace } from '../pace.ts'
import { makeTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'

test('a run of the indexer waits while it is paused; searches do not; cancelling ends the wait', async () => {
  const files = Object.fromEntries(Object.entries(fourFiles).map(([path, content]) => [`docs/${path}`, content]))
  await using tree = await makeTree({ ...files, 'more/one.txt': 'a first note', 'more/two.txt': 'a second note' })
  const pace = new Pace()
  const library = await openLibrary({ folder: tree.at('library'), access: 'write', pace })
  await library.addRoot(tree.at('docs'))
  await library.index()
  await library.addRoot(tree.at('more'))
  pace.set('paused')
  let isOver = false
  const running = library.index().finally(() => (isOver = true))
  await sleep(300)
  expect(isOver).toBe(false)
  const { results } = await library.search({ query: 'penguin', limit: 1, strategy: 'codes' })
  expect(results[0].path).toBe(tree.at('docs/nature/birds/penguin.txt'))
  pace.set('normal')
  expect(await running).toMatchObject({ added: 2, unchanged: 4 })
  pace.set('paused')
  const stop = new AbortController()
  await library.addRoot(tree.root + '/docs')
  const cancelled = library.index({ signal: stop.signal })
  stop.abort()
  expect(await cancelled).toMatchObject({ cancelled: true })
  await library.close()
})

test('searches come first also where the host says no pace', async () => {
  await using tree = await makeTree({ 'documents/a.md': 'Rain falls.' })
  const library = await openLibrary({ folder: tree.at('library'), access: 'write' })
  const [first, step] = [vi.spyOn(Pace.prototype, 'first'), vi.spyOn(Pace.prototype, 'step')]
  try {
    await library.addRoot(tree.at('documents'))
    await library.index()
    expect(step).toHaveBeenCalled()
    await library.search({ query: 'rain', limit: 1, strategy: 'codes' })
    expect(first).toHaveBeenCalledTimes(1)
  } finally {
    vi.restoreAllMocks()
    await library.close()
  }
})
