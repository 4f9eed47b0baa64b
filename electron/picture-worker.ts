/* A thread that paints pages of PDFs: a file that hangs or kills it costs nobody else anything. */
import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { extractPdf } from '../core/text/formats/pdf.ts'
import { paintPage } from '../core/text/page-picture.ts'
import { pageAt } from '../core/text/pages.ts'
import type { Picture } from './contract.ts'
import type { PaintReply, PaintRequest } from './pictures.ts'

/** Sharp on a screen with two dots to a pixel, in a preview half as wide as the window. */
const widthPx = 1_100

/** Of what was found, and bytes of a passage in which it is looked for. */
const wordsCompared = 5
const longestPassageBytes = 20_000

parentPort?.on('message', (request: PaintRequest) => void answer(request))

async function answer(request: PaintRequest): Promise<void> {
  const reply: PaintReply = await paint(request).then(
    (picture) => ({ id: request.id, picture }),
    (error: unknown) => ({ id: request.id, problem: messageOf(error) }),
  )
  parentPort?.postMessage(reply)
}

/** A passage may go over several pages: the one with the words that were found is meant. */
function pageOf(text: Buffer, { at, near }: Pick<PaintRequest, 'at' | 'near'>): number {
  const words = near.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const pattern = words
    .slice(0, wordsCompared)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`))
    .join(String.raw`\s+`)
  const passage = text.toString('utf8', at, at + longestPassageBytes)
  const found = words.length === 0 ? -1 : passage.search(new RegExp(pattern, 'u'))
  return pageAt(text, at + Buffer.byteLength(passage.slice(0, Math.max(found, 0))))
}

async function paint({ path, at, near, page }: PaintRequest): Promise<Picture> {
  const pdf = readFileSync(path)
  const wanted = page ?? pageOf(Buffer.from((await extractPdf(pdf)).text), { at, near })
  const { bytes, width, height, pages, words } = await paintPage(pdf, wanted, widthPx)
  const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
  return { url, width, height, page: wanted, pages, words }
}
