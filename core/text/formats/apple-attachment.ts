/* What Apple Mail took out of a message: '…/Messages/4013.partial.emlx' and '…/Attachments/4013/2/plan.pdf' belong together. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../../errors.ts'
import { isOnlineOnly } from '../../sources/online-only.ts'
import { ExtractError, type TextFacts } from '../extracted.ts'

const placed = /^(.*)[\\/]Attachments[\\/](\d+)[\\/][\d.]+[\\/][^\\/]+$/su
/** Without its attachments a message is small. */
const mostBytes = 16 * 1024 * 1024

/** People, date and thread of the message that an attachment was taken out of; nothing where that cannot be read. */
export async function factsOfCarrier(path: string): Promise<TextFacts> {
  const [, folder, message] = placed.exec(path) ?? []
  if (folder === undefined) return {}
  for (const ending of ['.partial.emlx', '.emlx']) {
    const bytes = bytesOf(join(folder, 'Messages', `${message}${ending}`))
    if (bytes !== null) return factsIn(bytes)
  }
  return {}
}

function bytesOf(path: string): Uint8Array | null {
  try {
    const stats = statSync(path)
    return stats.isFile() && stats.size <= mostBytes && !isOnlineOnly(stats) ? readFileSync(path) : null
  } catch (error) {
    if (systemCode(error) !== '') return null
    throw error
  }
}

async function factsIn(bytes: Uint8Array): Promise<TextFacts> {
  // With the first such file: what reads mail is a third of what a thread that reads files would load.
  const { extractEmlx } = await import('./emlx.ts')
  try {
    return (await extractEmlx(bytes)).facts ?? {}
  } catch (error) {
    // A damaged message is no reason to leave out what was attached to it.
    if (error instanceof ExtractError) return {}
    throw error
  }
}
