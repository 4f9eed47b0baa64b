import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, fourFiles, makeLibrary, pathsFor } from '../test/library-fixture.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'

test('what is on a disk that is not there is found, marked, with the text that was kept, and is itself again afterwards', async () => {
  await using made = await makeLibrary(fourFiles)
  const { docs, library } = made
  const body = paragraph('A recipe for bread: flour, water, salt and time. Bake it until the crust is brown.')
  await writeFile(join(docs, 'bread.docx'), makeDocx({ body }))
  await library.index()
  const query = 'magma eruption'
  const before = await pathsFor(library, query)

  await rename(docs, made.tree.at('unplugged'))
  const { results, stats } = await ask(library, query)
  expect(stats.stale).toBe(0)
  expect(results[0]).toMatchObject({ path: join(docs, 'nature/volcano.txt'), away: true, snippet: '' })
  expect(results[0].why).toBe('Found by what is remembered of it: its disk is not there now.')
  // All of them, though none has a text to tell it from the others by.
  expect(new Set(results.map(({ path }) => path))).toEqual(new Set(before))
  const [bread] = (await ask(library, 'crust of a bread')).results.filter(({ path }) => path.endsWith('.docx'))
  expect(bread).toMatchObject({ away: true, snippet: expect.stringContaining('Bake it until the crust is brown') })
  expect(bread.why).toMatch(/says/u)
  const kept = await library.text({ path: join(docs, 'bread.docx') })
  expect(kept.passages[0].text).toContain('flour')
  const gone = await library.text({ path: join(docs, 'nature/volcano.txt') })
  expect(gone.passages[0].text).toBeNull()
  expect((await ask(library, '"comes out of solution"')).results).toEqual([])
  expect((await library.status()).pending).toBe(0)

  await rename(made.tree.at('unplugged'), docs)
  const again = (await ask(library, query)).results
  expect(again.map(({ path }) => path)).toEqual(before)
  expect(again[0].away).toBeUndefined()
  expect(again[0].snippet).toContain('magma')
})

test('a file that went away while its folder is there is no longer found', async () => {
  await using made = await makeLibrary(fourFiles)
  await made.library.index()
  await rename(join(made.docs, 'nature/volcano.txt'), made.tree.at('moved.txt'))
  const { results, stats } = await ask(made.library, 'magma eruption')
  expect(results.map(({ path }) => path)).not.toContain(join(made.docs, 'nature/volcano.txt'))
  expect(stats.stale).toBeGreaterThan(0)
})
