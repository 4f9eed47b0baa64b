/* What is read of a folder of documents, by the endings of their names. */
import { createExtractPool, type ExtractPool } from '../../text/extract-pool.ts'
import { extensionOf } from '../../text/document-kind.ts'
import { namedOnlyKind } from '../../text/named-only.ts'
import type { Prepared, PreparedPart } from '../../text/prepared.ts'
import { table } from '../bench.ts'

/** The files of one ending. */
export interface FormatCounts {
  found: number
  /** Files with text of their own, or with documents in them that have text. */
  extracted: number
  /** Documents in them with text: messages, members, attachments. */
  parts: number
  characters: number
  /** Files and documents in them without text, by the reason's code; 'by name' where no text is ever read, 'empty' where there is none. */
  readonly without: Record<string, number>
}

/** Extracts all files, each ending's counts by name. */
export async function countFormats(paths: readonly string[]): Promise<Map<string, FormatCounts>> {
  const pool = createExtractPool({ workers: 2 })
  const counts = new Map<string, FormatCounts>()
  try {
    for (const path of paths) {
      const ending = extensionOf(path)
      const format = counts.get(ending) ?? { found: 0, extracted: 0, parts: 0, characters: 0, without: {} }
      counts.set(ending, format)
      await countFile(path, format, pool)
    }
  } finally {
    await pool.close()
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function countFile(path: string, format: FormatCounts, pool: ExtractPool): Promise<void> {
  const before = format.parts
  const takeParts = (parts: readonly PreparedPart[]): void => {
    for (const part of parts) if (count(path, part, format)) format.parts++
  }
  const taker = {
    take: async (parts: readonly PreparedPart[]) => takeParts(parts),
    knownHashes: () => new BigUint64Array(0),
  }
  const prepared = await pool.prepare({ path, knownHash: null, wantsText: true }, undefined, taker)
  if (prepared.kind === 'prepared') takeParts(prepared.parts)
  format.found++
  if (count(path, prepared, format) || format.parts > before) format.extracted++
}

/** Whether it has text. */
function count(path: string, one: Prepared | PreparedPart, format: FormatCounts): boolean {
  if (one.kind === 'container' || one.kind === 'unchanged') return false
  const characters = one.kind === 'prepared' ? Buffer.from(one.cachedText ?? []).toString('utf8').length : 0
  format.characters += characters
  if (characters > 0) return true
  const reason = reasonOf(path, one)
  format.without[reason] = (format.without[reason] ?? 0) + 1
  return false
}

function reasonOf(path: string, one: Prepared | PreparedPart): string {
  if (one.kind === 'failed') return one.code
  if ('problem' in one && one.problem !== undefined) return one.problem.code
  return namedOnlyKind('part' in one ? one.part : path) === null ? 'empty' : 'by name'
}

/** A line an ending, and one of all. */
export function formatsTable(counts: ReadonlyMap<string, FormatCounts>): string[] {
  const rows = [...counts].map(([ending, one]) => [
    ending,
    one.found,
    one.extracted,
    one.parts,
    one.characters,
    Object.entries(one.without)
      .map(([reason, number]) => `${number} ${reason}`)
      .join(', '),
  ])
  const sum = (at: number): number => rows.reduce((total, row) => total + Number(row[at]), 0)
  return table([
    ['ending', 'files', 'with text', 'parts', 'characters', 'without text'],
    ...rows,
    ['all', sum(1), sum(2), sum(3), sum(4), ''],
  ])
}
