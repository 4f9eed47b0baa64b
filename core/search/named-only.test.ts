import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ask, makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { makePdf } from '../text/testing/pdf-fixture.ts'
import { makeJpeg } from '../text/testing/photo.ts'

const files = {
  'trips/holiday-beach.jpg': 'x',
  'trips/IMG_2034.HEIC': 'x',
  'trips/clip.mp4': 'x',
  'trips/diary.txt': `At the beach. ${subjects.penguin}`,
  'plan.key': 'x',
  'node_modules/icons/beach.png': 'x',
  'program.bin': 'x',
}

async function madeWithPhotos(): Promise<TestLibrary> {
  const made = await makeLibrary(files)
  await made.library.index()
  return made
}

async function found({ library, docs }: TestLibrary, query: string): Promise<string[]> {
  return (await ask(library, query)).results.map(({ path }) => path.slice(docs.length + 1))
}

describe('files of which only the name is known', () => {
  test('are found by name and folder, are no errors, and have no passage', async () => {
    await using made = await madeWithPhotos()
    const { library, docs } = made
    expect(await library.status()).toMatchObject({ documents: 5, chunks: 1, errors: 0 })
    expect(library.problems()).toEqual([])
    const names = await library.names('beach', 10)
    expect(names.map(({ path, kind }) => [path.slice(docs.length + 1), kind])).toEqual([
      ['trips/holiday-beach.jpg', 'picture'],
    ])
    expect(await found(made, 'img 2034')).toEqual(['trips/IMG_2034.HEIC', 'trips/diary.txt'])
    expect(await found(made, 'beach')).toEqual(['trips/diary.txt', 'trips/holiday-beach.jpg'])
    expect(await found(made, 'clip trips')).toContain('trips/clip.mp4')
    expect(await library.text({ path: `${docs}/trips/clip.mp4` })).toMatchObject({
      kind: 'video',
      chunks: 0,
      passages: [],
    })
  })

  test('come first where their whole name is typed, with the reason', async () => {
    await using made = await madeWithPhotos()
    for (const query of ['holiday-beach.jpg', 'Holiday Beach']) {
      const [first] = (await ask(made.library, query)).results
      expect(first).toMatchObject({ title: 'holiday-beach', kind: 'picture', start: 0, end: 0 })
      expect(first.why).toContain('names of its file and folder')
    }
  })

  test('come first by a name with small words in it, which others need not have', async () => {
    await using made = await makeLibrary({
      'harbour-at-dusk.png': 'x',
      'harbour-dusk-2.png': 'x',
      'tale.txt': 'The harbour at dusk. At dusk the harbour is quiet.',
    })
    await made.library.index()
    expect((await found(made, 'harbour at dusk'))[0]).toBe('harbour-at-dusk.png')
    expect((await found(made, 'the harbour dusk 2'))[0]).toBe('harbour-dusk-2.png')
    expect((await found(made, 'harbour of dusk'))[0]).toBe('tale.txt')
  })

  test('are found by the filters that other documents are found by', async () => {
    await using made = await madeWithPhotos()
    expect((await found(made, 'type:image')).toSorted()).toEqual(['trips/IMG_2034.HEIC', 'trips/holiday-beach.jpg'])
    expect(await found(made, 'type:photo beach')).toEqual(['trips/holiday-beach.jpg'])
    expect(await found(made, 'type:jpg')).toEqual(['trips/holiday-beach.jpg'])
    expect(await found(made, 'type:video')).toEqual(['trips/clip.mp4'])
    expect(await found(made, 'type:presentation')).toEqual(['plan.key'])
    expect(await found(made, 'type:image -beach')).toEqual(['trips/IMG_2034.HEIC'])
    expect(await found(made, 'type:image holi*')).toEqual(['trips/holiday-beach.jpg'])
    expect(await found(made, 'type:image "beach holiday"')).toEqual([])
    expect(await found(made, '"holiday beach"')).toEqual(['trips/holiday-beach.jpg'])
    expect(await found(made, 'beach -holiday')).toEqual(['trips/diary.txt'])
  })

  test('have the date and the camera that a photo says', async () => {
    await using made = await makeLibrary({})
    const { library, docs } = made
    await writeFile(`${docs}/sea.jpg`, makeJpeg({ model: 'EOS 80D', make: 'Canon', taken: '2019:07:01 10:00:00' }))
    await library.index()
    const [hit] = (await ask(library, 'sea')).results
    expect(hit).toMatchObject({ snippet: 'Canon EOS 80D, 4032 × 3024', dated: Date.parse('2019-07-01T10:00:00Z') })
    expect((await ask(library, 'type:image on:2019')).results).toHaveLength(1)
    expect((await ask(library, 'type:image on:2020')).results).toEqual([])
  })

  test('are told by why, and stay where nothing changed', async () => {
    await using made = await madeWithPhotos()
    const { library, docs } = made
    const photo = `${docs}/trips/holiday-beach.jpg`
    expect(await library.why(photo)).toMatchObject({
      verdict: 'indexed',
      documents: 1,
      message: expect.stringContaining('found by its name and folder'),
    })
    expect(await library.why(`${docs}/program.bin`)).toMatchObject({ verdict: 'left-out' })
    expect(await library.why(`${docs}/node_modules/icons/beach.png`)).toMatchObject({ verdict: 'left-out' })
    expect(await library.index()).toMatchObject({ added: 0, changed: 0, unchanged: 5, failed: 0 })
    const { mtime } = await stat(photo)
    await utimes(photo, mtime, new Date(mtime.getTime() + 60_000))
    expect(await library.index()).toMatchObject({ added: 0, changed: 1, unchanged: 4 })
  })

  test('leave with their files, move with them, and are forgotten with proof', async () => {
    await using made = await madeWithPhotos()
    const { library, docs } = made
    await rm(`${docs}/trips/IMG_2034.HEIC`)
    await mkdir(`${docs}/old`)
    await rename(`${docs}/trips/holiday-beach.jpg`, `${docs}/old/holiday-beach.jpg`)
    expect(await library.index()).toMatchObject({ added: 0, removed: 1 })
    expect(await found(made, 'type:image')).toEqual(['old/holiday-beach.jpg'])
    const forgotten = await library.forget({ kind: 'path', path: `${docs}/old/holiday-beach.jpg` })
    expect(forgotten).toMatchObject({ documents: 1, chunks: 0, searches: 1 })
    await library.index()
    expect(await found(made, 'holiday-beach')).not.toContain('old/holiday-beach.jpg')
    expect(await found(made, 'type:image')).toEqual([])
  })
})

describe('documents whose text cannot be had', () => {
  test('are found by name, folder and type, keep their line among the problems, and leave it when they are mended', async () => {
    await using made = await makeLibrary({ 'taxes/letter.txt': subjects.mortgage })
    const { library, docs } = made
    await writeFile(`${docs}/taxes/scan of the lease.pdf`, makePdf({ pages: [[], []] }))
    await writeFile(`${docs}/taxes/secret plan.pdf`, makePdf({ pages: [['x']], isEncrypted: true }))
    await writeFile(`${docs}/taxes/torn.pdf`, 'no PDF')
    expect(await library.index()).toMatchObject({ added: 3, failed: 3 })
    const codes = (): string[] => library.problems().map(({ code }) => code)
    expect(codes()).toEqual(['no-text', 'encrypted', 'damaged'])
    expect(await library.status()).toMatchObject({ documents: 3, chunks: 1, errors: 3 })
    expect((await found(made, 'scan of the lease'))[0]).toBe('taxes/scan of the lease.pdf')
    expect(await found(made, 'type:pdf plan')).toEqual(['taxes/secret plan.pdf'])
    expect(await found(made, 'torn')).not.toContain('taxes/torn.pdf')
    const why = await library.why(`${docs}/taxes/secret plan.pdf`)
    expect(why).toMatchObject({ verdict: 'not-readable', documents: 1, said: { code: 'verdict.foundBut' } })
    expect(why.message).toMatch(/^It is found by its name.* It could not be read \(encrypted\)/u)
    expect(await library.index()).toMatchObject({ added: 0, failed: 0, unchanged: 4 })
    await utimes(`${docs}/taxes/secret plan.pdf`, new Date(), new Date(Date.now() + 60_000))
    await rename(`${docs}/taxes/scan of the lease.pdf`, `${docs}/scan of the lease.pdf`)
    await library.index()
    expect(codes().toSorted()).toEqual(['damaged', 'encrypted', 'no-text'])
    expect((await found(made, 'scan of the lease'))[0]).toBe('scan of the lease.pdf')
    await writeFile(`${docs}/taxes/secret plan.pdf`, makePdf({ pages: [['The plan of the violin']] }))
    await library.index()
    expect(codes().toSorted()).toEqual(['damaged', 'no-text'])
    expect((await found(made, '"plan of the violin"'))[0]).toBe('taxes/secret plan.pdf')
    expect(await library.forget({ kind: 'path', path: `${docs}/scan of the lease.pdf` })).toMatchObject({
      documents: 1,
    })
    expect(codes()).toEqual(['damaged'])
    expect(await found(made, 'scan of the lease')).not.toContain('scan of the lease.pdf')
  })
})
