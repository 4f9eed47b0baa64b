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

parentPort?.on('message', (request: PaintRequest) => void answer(request))

async function answer(request: PaintRequest): Promise<void> {
  const reply: PaintReply = await paint(request).then(
    (picture) => ({ id: request.id, picture }),
    (error: unknown) => ({ id: request.id, problem: messageOf(error) }),
  )
  parentPort?.postMessage(reply)
}

async function paint({ path, bytes: given, at, page }: PaintRequest): Promise<Picture> {
  const pdf = given ?? readFileSync(path)
  const wanted = page ?? pageAt(Buffer.from((await extractPdf(pdf)).text), at)
  const { bytes, width, height, pages, words } = await paintPage(pdf, wanted, widthPx)
  const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
  return { url, width, height, bytes: pdf.length, page: wanted, pages, words }
}
