import { appendFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ask, fourFiles, makeLibrary, pathsFor, sectionsOf, subjects, withReader } from '../test/library-fixture.ts'

describe('a second run', () => {
  test('over the same files does nothing', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    expect(await made.library.index()).toMatchObject({ added: 0, changed: 0, unchanged: 4, embedded: 0, chunks: 0 })
  })

  test('embeds only the chunks that changed', async () => {
    await using made = await makeLibrary({ 'notes.md': sectionsOf(['tea', 'volcano', 'violin', 'penguin']) })
    const { library, docs } = made
    const first = await library.index()
    expect(first.embedded).toBe(4)
    await writeFile(`${docs}/notes.md`, sectionsOf(['tea', 'volcano', 'mortgage', 'penguin']))
    expect(await library.index()).toMatchObject({ added: 0, changed: 1, chunks: 4, embedded: 1 })
    expect((await ask(library, 'unpaid house loan')).results[0].heading).toContain('mortgage')
    expect((await ask(library, 'string instrument')).results[0].snippet).not.toContain('bow')
    expect((await library.status()).chunks).toBe(4)
  })

  test('embeds nothing when a section moves within its document', async () => {
    await using made = await makeLibrary({ 'notes.md': sectionsOf(['tea', 'volcano', 'violin', 'penguin']) })
    await made.library.index()
    await writeFile(`${made.docs}/notes.md`, sectionsOf(['penguin', 'violin', 'tea', 'volcano']))
    expect(await made.library.index()).toMatchObject({ changed: 1, chunks: 4, embedded: 0 })
    expect((await ask(made.library, 'string instrument')).results[0].snippet).toContain('strings')
  })

  test('embeds nothing for files that were only touched', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    await utimes(`${made.docs}/tea.md`, 1000, 1000)
    expect(await made.library.index()).toMatchObject({ added: 0, changed: 0, unchanged: 4, embedded: 0 })
    expect([...made.library.documents()].find(({ title }) => title === 'Tea')?.modifiedMs).toBe(1_000_000)
    expect((await ask(made.library, 'hot drink')).stats.stale).toBe(0)
  })

  test('keeps the chunks of a folder that moved, and finds it at its new place', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    await library.index()
    await rename(`${docs}/nature`, `${docs}/world`)
    const summary = await library.index()
    expect(summary).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0, unchanged: 4 })
    expect((await pathsFor(library, 'magma and ash'))[0]).toBe(`${docs}/world/volcano.txt`)
    expect([...library.documents()]).toHaveLength(4)
    expect(library.pending()).toEqual([])
  })

  test('keeps the chunks of a file that was renamed, where its title is its own', async () => {
    await using made = await makeLibrary({ 'tea.md': `# All about tea\n\n${subjects.tea}\n` })
    const { library, docs } = made
    await library.index()
    await rename(`${docs}/tea.md`, `${docs}/brewing.md`)
    expect(await library.index()).toMatchObject({ added: 1, removed: 1, changed: 0, embedded: 0 })
    expect((await pathsFor(library, 'hot drink'))[0]).toBe(`${docs}/brewing.md`)
    expect([...library.documents()]).toHaveLength(1)
  })

  test('keeps the chunks of a file and a folder whose names changed in case only', async () => {
    await using made = await makeLibrary({ 'Case.txt': subjects.tea, 'Notes/a.txt': subjects.violin })
    const { library, docs } = made
    await library.index()
    await rename(`${docs}/Case.txt`, `${docs}/case.TXT`)
    await rename(`${docs}/Notes`, `${docs}/NOTES`)
    expect(await library.index()).toMatchObject({ added: 0, embedded: 0, removed: 0, unchanged: 2 })
    expect([...library.documents()].map(({ path }) => path).toSorted()).toEqual([
      `${docs}/NOTES/a.txt`,
      `${docs}/case.TXT`,
    ])
    expect(await pathsFor(library, 'green tea')).toContain(`${docs}/case.TXT`)
    expect((await library.names('case', 5)).map(({ path }) => path)).toEqual([`${docs}/case.TXT`])
  })

  test('does not take another file of the same name, size and time for a moved one', async () => {
    await using made = await makeLibrary({ 'a/note.txt': 'Tea with milk', 'b/keep.txt': subjects.violin })
    const { library, docs } = made
    await library.index()
    await rm(`${docs}/a`, { recursive: true })
    await writeFile(`${docs}/b/note.txt`, 'Bed of roses!')
    const [old] = [...library.documents()].filter(({ title }) => title === 'note')
    await utimes(`${docs}/b/note.txt`, old.modifiedMs / 1000, old.modifiedMs / 1000)
    await library.index()
    expect([...library.documents()].map(({ path }) => path)).toEqual([`${docs}/b/keep.txt`, `${docs}/b/note.txt`])
    expect((await ask(library, 'flowers in a garden')).results[0].snippet).toBe('Bed of roses!')
  })

  test('takes two files that changed places for what they are now', async () => {
    await using made = await makeLibrary({ 'a.txt': subjects.tea, 'b.txt': subjects.violin })
    const { library, docs } = made
    await library.index()
    await rename(`${docs}/a.txt`, `${docs}/c.txt`)
    await rename(`${docs}/b.txt`, `${docs}/a.txt`)
    await rename(`${docs}/c.txt`, `${docs}/b.txt`)
    await library.index()
    expect((await pathsFor(library, 'musical instrument'))[0]).toBe(`${docs}/a.txt`)
    expect((await pathsFor(library, 'hot drink'))[0]).toBe(`${docs}/b.txt`)
    expect((await library.status()).documents).toBe(2)
  })

  test('forgets what was deleted', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    await library.index()
    await rm(`${docs}/nature`, { recursive: true })
    expect(await library.index()).toMatchObject({ removed: 2, unchanged: 2 })
    const paths = await pathsFor(library, 'magma and ash')
    expect(paths.filter((path) => path.includes('nature'))).toEqual([])
    expect(await library.status()).toMatchObject({ documents: 2, chunks: 2 })
  })

  test('keeps documents whose folder gave way to something that cannot be read', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    const elsewhere = await makeLibrary({ 'far.txt': subjects.violin })
    await library.addRoot(elsewhere.docs)
    await library.index()
    await rename(elsewhere.docs, `${elsewhere.docs} unplugged`)
    await appendFile(`${docs}/tea.md`, 'Oolong is darker.')
    expect(await library.index()).toMatchObject({ changed: 1, removed: 0, failed: 1 })
    expect(library.problems()).toMatchObject([{ path: elsewhere.docs, code: 'unreadable' }])
    expect(await library.status()).toMatchObject({ documents: 5 })
    await rename(`${elsewhere.docs} unplugged`, elsewhere.docs)
    expect(await library.index()).toMatchObject({ failed: 0, removed: 0, unchanged: 5, embedded: 0 })
    expect(library.problems()).toEqual([])
    await elsewhere[Symbol.asyncDispose]()
  })

  test('fails by name when no root is there at all, and loses nothing', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    await rename(made.docs, `${made.docs} unplugged`)
    await expect(made.library.index()).rejects.toMatchObject({ code: 'not-found' })
    expect(await made.library.status()).toMatchObject({ documents: 4 })
  })

  test('drops the document of a file that became broken, says why, and takes it back when mended', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    await library.index()
    await writeFile(`${docs}/tea.md`, Buffer.from([0, 1, 2, 3, 0, 0, 255, 254, 0, 7]))
    expect(await library.index()).toMatchObject({ failed: 1, changed: 0 })
    expect(library.problems()).toMatchObject([{ path: `${docs}/tea.md` }])
    expect(await library.status()).toMatchObject({ documents: 3, chunks: 3, errors: 1 })
    // The same bytes fail the same way: they are not read again.
    expect(await library.index()).toMatchObject({ failed: 0, unchanged: 4 })
    await writeFile(`${docs}/tea.md`, fourFiles['tea.md'])
    expect(await library.index()).toMatchObject({ added: 1, failed: 0 })
    expect(library.problems()).toEqual([])
  })

  test('forgets a problem when its file is deleted', async () => {
    await using made = await makeLibrary({ 'broken.pdf': 'no PDF' })
    await made.library.index()
    expect(made.library.problems()).toHaveLength(1)
    await rm(`${made.docs}/broken.pdf`)
    await made.library.index()
    expect(made.library.problems()).toEqual([])
  })
})

describe('a run that ends early', () => {
  test('leaves a valid library each time it is cancelled, and the last run completes it', async () => {
    const many = Array.from({ length: 200 }, (_, i) => [`${i % 7}/file ${i}.md`, sectionsOf(['tea', 'penguin'])])
    await using made = await makeLibrary(Object.fromEntries(many))
    const { library, folder } = made
    let done = 0
    for (let delayMs = 20; ; delayMs += 40) {
      const stop = new AbortController()
      const { added, unchanged, cancelled } = await library.index({
        signal: stop.signal,
        onProgress: ({ phase }) => phase === 'indexing' && setTimeout(() => stop.abort(), delayMs),
      })
      expect(unchanged).toBe(done)
      done += added
      const { documents, pending } = await library.status()
      expect([documents, documents + pending]).toEqual([done, 200])
      await withReader(folder, async (reader) => expect([...reader.documents()]).toHaveLength(done))
      if (!cancelled) break
    }
    expect(await library.status()).toMatchObject({ documents: 200, chunks: 400, pending: 0 })
  })

  test('has committed what it read by then, though a batch was not full', async () => {
    const many = Array.from({ length: 60 }, (_, i) => [`file ${i}.md`, subjects.tea])
    await using made = await makeLibrary(Object.fromEntries(many))
    const { library, folder } = made
    const seen = new Set<number>()
    await withReader(folder, async (reader) => {
      const running = library.index({ commitEveryMs: 0 })
      for (let documents = 0; documents < 60;) {
        ;({ documents } = await reader.status())
        seen.add(documents)
      }
      await running
    })
    expect(seen.size).toBeGreaterThan(3)
  })

  test('does nothing when it was cancelled before it began', async () => {
    await using made = await makeLibrary(fourFiles)
    expect(await made.library.index({ signal: AbortSignal.abort() })).toMatchObject({ cancelled: true, added: 0 })
    expect(await made.library.index()).toMatchObject({ cancelled: false, added: 4 })
  })

  test('by a failure between writing and publishing is made good by the next run of the same process', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, folder, docs } = made
    await library.index()
    await writeFile(`${docs}/violin.txt`, subjects.violin)
    // The manifest cannot be replaced while a folder stands in the way of its new version.
    await mkdir(`${folder}/manifest.json.new`)
    await expect(library.index()).rejects.toThrow('EISDIR')
    expect(await library.status()).toMatchObject({ documents: 4, chunks: 4 })
    await rm(`${folder}/manifest.json.new`, { recursive: true })
    expect(await library.index()).toMatchObject({ added: 1, unchanged: 4 })
    expect((await pathsFor(library, 'musical instrument'))[0]).toBe(`${docs}/violin.txt`)
    expect(await library.status()).toMatchObject({ documents: 5, chunks: 5, pending: 0 })
  })
})
