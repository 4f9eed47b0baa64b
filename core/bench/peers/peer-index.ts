import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../errors.ts'
import { bytesBelow, keptOrMade } from '../kept-folder.ts'
import type { RunnablePeer } from './installed-peers.ts'
import { rowCount, type PeerData, type PeerPlace } from './peer.ts'

/** A peer's index on disk. */
export interface PeerIndex extends PeerPlace {
  /** Bytes of all its files. */
  readonly bytes: number
}

type Vectors = Pick<PeerData, 'vectors' | 'dimensions'>

/**
 * The index of these vectors, built now or by an earlier bench.
 * @throws AppError `failed` where the peer does not get through
 */
export async function peerIndex(peer: RunnablePeer, { vectors, dimensions }: Vectors): Promise<PeerIndex> {
  const rows = rowCount({ vectors, dimensions })
  const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength)
  const key = createHash('sha256').update(`${dimensions}`).update(bytes).digest('hex').slice(0, 12)
  const name = `peer-${peer.name}-${peer.variant.label}-${rows}`.replaceAll(/[^\w-]+/gu, '_')
  const folder = await keptOrMade({ name, key }, async (folder) => {
    const file = `${folder}.f32`
    await writeFile(file, bytes)
    try {
      buildApart(peer, [folder, file, String(dimensions)])
    } finally {
      await rm(file)
    }
  })
  return { folder, dimensions, rows, bytes: await bytesBelow(folder) }
}

function buildApart({ name, variant }: RunnablePeer, words: readonly string[]): void {
  const script = fileURLToPath(import.meta.resolve('./build-peer.ts'))
  const stdio = ['ignore', process.stderr, process.stderr] as const
  const { status, signal } = spawnSync(process.execPath, [script, name, variant.label, ...words], { stdio: [...stdio] })
  if (status === 0) return
  throw new AppError('failed', `${name} ${variant.label} ended with ${signal ?? status} instead of building its index.`)
}
