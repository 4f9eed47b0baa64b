import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'
import { makePdf } from '../core/text/testing/pdf-fixture.ts'
import { Pictures, type PaintRequest } from './pictures.ts'

const folder = mkdtempSync(join(tmpdir(), 'leantern-pictures-'))
const pictures = new Pictures()
afterAll(async () => {
  await pictures.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const request = (path: string, change: object = {}) => ({ path, part: '', at: 0, page: null, ...change })
const pdf = write('a.pdf', makePdf({ pages: [['Apples'], ['Pears']] }))

test('the page is the one that the byte of the text is on, or another one by its number', async () => {
  const first = await pictures.of(request(pdf))
  expect(first).toMatchObject({ page: 1, pages: 2, width: 612 })
  expect(first.url).toMatch(/^data:image\/png;base64,/u)
  expect((await pictures.of(request(pdf, { at: 8 }))).words.map(({ text }) => text)).toEqual(['Pears'])
  expect((await pictures.of(request(pdf, { page: 2 }))).page).toBe(2)
})

test('an image is handed over as it is', async () => {
  const { url, bytes } = await pictures.of(request(write('a.png', 'bytes')))
  expect([url, bytes]).toEqual([`data:image/png;base64,${btoa('bytes')}`, 5])
})

test('an image and a page that are in another file are shown by their own bytes', async () => {
  const archive = write('a.zip', 'not looked at')
  const image = { name: 'shed.png', bytes: Buffer.from('bytes') }
  expect(await pictures.of(request(archive, { part: 'shed.png' }), image)).toMatchObject({
    url: `data:image/png;base64,${btoa('bytes')}`,
    bytes: 5,
  })
  const lease = { name: 'lease.pdf', bytes: makePdf({ pages: [['Rent'], ['Notice']] }) }
  const shown = await pictures.of(request(archive, { part: '0-9//1 lease.pdf', page: 2 }), lease)
  expect(shown.words.map(({ text }) => text)).toEqual(['Notice'])
  const text = { name: 'a.txt', bytes: Buffer.from('text') }
  await expect(pictures.of(request(archive, { part: 'a.txt' }), text)).rejects.toMatchObject({ code: 'not-found' })
})

test('a text, a part of a file and a broken PDF have no picture, and the next one is painted all the same', async () => {
  await expect(pictures.of(request(write('a.txt', 'text')))).rejects.toMatchObject({ code: 'not-found' })
  mkdirSync(join(folder, 'folder.png'))
  await expect(pictures.of(request(join(folder, 'folder.png')))).rejects.toMatchObject({ code: 'not-found' })
  await expect(pictures.of(request(pdf, { part: 'a' }))).rejects.toMatchObject({ code: 'not-found' })
  await expect(pictures.of(request(write('b.pdf', 'no pdf')))).rejects.toMatchObject({ code: 'failed' })
  expect((await pictures.of(request(pdf))).pages).toBe(2)
})

test('the last error of a thread that was ended already does not end the job of the next one', async () => {
  const asked: { readonly worker: EventEmitter; readonly id: number }[] = []
  const start = (): Worker => {
    const worker = Object.assign(new EventEmitter(), {
      postMessage: ({ id }: PaintRequest) => void asked.push({ worker, id }),
      unref() {},
      terminate: async () => 0,
    })
    return worker as unknown as Worker // all that is used of one
  }
  const several = new Pictures(start)
  const first = several.of(request(pdf))
  await expect.poll(() => asked.length).toBe(1)
  asked[0].worker.emit('error', new Error('out of memory'))
  await expect(first).rejects.toMatchObject({ code: 'failed' })
  const second = several.of(request(pdf))
  await expect.poll(() => asked.length).toBe(2)
  asked[0].worker.emit('error', new Error('out of memory, once more'))
  const picture = { url: 'data:image/png;base64,', width: 1, height: 1, bytes: 1, page: 1, pages: 1, words: [] }
  asked[1].worker.emit('message', { id: asked[1].id, picture })
  expect(await second).toEqual(picture)
  await several.close()
})
