import { expect, test } from 'vitest'
import { installEndpoint } from '../embed/models/install.ts'
import { json, loopback } from '../embed/testing/loopback.ts'
import { openLibrary } from '../library.ts'
import { makeTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import type { SearchAnswer, SearchRequest } from '../types.ts'

/** A server with a model; it can go away, and come back. */
async function modelServer() {
  const state = { isAway: false, isAwayAfterQueries: false }
  const server = await loopback(({ body }, response) => {
    const { input } = JSON.parse(body) as { input: string[] }
    if (state.isAway) return void response.socket?.destroy()
    if (state.isAwayAfterQueries && input.length === 1) state.isAway = true
    json(response, {
      embeddings: input.map((text) =>
        Array.from({ length: 8 }, (_, d) => 1 + (text.charCodeAt(d % text.length) % (d + 2))),
      ),
    })
  })
  return { state, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('where the model’s server is away, words alone answer and say so; where it is back, meaning does again', async () => {
  await using tree = await makeTree(
    Object.fromEntries(Object.entries(fourFiles).map(([path, text]) => [`docs/${path}`, text])),
  )
  await using far = await modelServer()
  const modelsFolder = tree.at('models')
  await installEndpoint(
    { protocol: 'ollama', url: far.server.url, model: 'embedder', name: 'far' },
    { folder: modelsFolder, consent: () => Promise.resolve(true), env: {} },
  )
  const library = await openLibrary({ folder: tree.at('library'), access: 'write', modelsFolder })
  await using _closing = { [Symbol.asyncDispose]: () => library.close() }
  await library.addRoot(tree.at('docs'))
  await library.index()
  await library.switchModel('far')
  const search = (more: Partial<SearchRequest> = {}): Promise<SearchAnswer> =>
    library.search({ query: 'magma', limit: 5, strategy: 'codes', ...more })

  expect((await search()).notes).toEqual([])
  // Away between the query's embedding and those of the candidates, and then for all of it.
  far.state.isAwayAfterQueries = true
  for (const strategy of ['codes', 'two-level', 'exact', 'flat'] as const) {
    const { results, notes, stats } = await search({ strategy })
    expect(results[0].path).toBe(tree.at('docs/nature/volcano.txt'))
    expect(notes.join()).toMatch(/Words alone: .* could not be asked\. 127\.0\.0\.1:\d+ cannot be reached/u)
    expect(stats.recomputed).toBe(0)
  }
  expect((await search({ ranking: 'words' })).notes).toEqual([])
  await expect(search({ ranking: 'meaning' })).rejects.toMatchObject({ code: 'network' })

  Object.assign(far.state, { isAway: false, isAwayAfterQueries: false })
  // For some seconds it is not asked again.
  await expect.poll(async () => (await search()).notes, { timeout: 60_000, interval: 500 }).toEqual([])
})
