import { readFile } from 'node:fs/promises'
import { damagedPart, systemCode } from '../errors.ts'
import type { CsrGraph } from './graph/csr-graph.ts'
import { readGraph } from './graph/graph-file.ts'
import { say } from '../sayings/say.ts'

/** The graph of one segment; its nodes are the segment's rows. The file is read by the first search that walks it. */
export interface SegmentGraph {
  readonly name: string
  /** Of the file. */
  readonly bytes: number
  /** @throws AppError `library-damaged`, `library-too-new` */
  open(): Promise<CsrGraph>
}

/** `rows`: of the segment that it belongs to. */
export function segmentGraph(
  path: string,
  { name, bytes, rows }: { name: string; bytes: number; rows: number },
): SegmentGraph {
  let opened: Promise<CsrGraph> | undefined
  const read = async (): Promise<CsrGraph> => {
    const graph = readGraph(await readGraphFile(path, name), name)
    if (graph.nodeCount === rows) return graph
    throw damagedPart(
      say('part.damaged', { name, reason: `it has ${graph.nodeCount} nodes, its segment ${rows} rows` }),
    )
  }
  const open = (): Promise<CsrGraph> => {
    opened ??= read().catch((error: unknown) => {
      // The next search tries again.
      opened = undefined
      throw error
    })
    return opened
  }
  return { name, bytes, open }
}

async function readGraphFile(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw damagedPart(say('part.missing', { name }), error)
  }
}
