import { extname } from 'node:path'
import type { ContainerFormat } from './container.ts'
import { isJsonlHead } from './jsonl-head.ts'
import { isMboxHead } from './mbox-separator.ts'

/** Every kind of file that holds many documents; the first that matches reads it. */
export const containerFormats: readonly ContainerFormat[] = [
  {
    name: 'mbox',
    source: 'mail',
    endings: ['mbox', 'mbx'],
    matches: (_, head) => isMboxHead(head),
    load: async () => (await import('./mbox.ts')).mboxReader,
  },
  {
    name: 'pst',
    source: 'mail',
    endings: ['pst', 'ost'],
    matches: (_, head) => Buffer.from(head.subarray(0, 4)).toString('latin1') === '!BDN',
    load: async () => (await import('./pst.ts')).pstReader,
  },
  {
    name: 'jsonl',
    source: 'folder',
    endings: [],
    unsureEndings: ['jsonl', 'ndjson'],
    matches: (path, head) => /\.(?:jsonl|ndjson)$/iu.test(path) && isJsonlHead(head),
    load: async () => (await import('./jsonl.ts')).jsonlReader,
  },
]

const endings: ReadonlySet<string> = new Set(containerFormats.flatMap((format) => format.endings))

const unsureEndings: ReadonlySet<string> = new Set(containerFormats.flatMap((format) => format.unsureEndings ?? []))

/** Whether a name may be that of a file with many documents, and of others. */
export function isUnsureName(path: string): boolean {
  return unsureEndings.has(extname(path).slice(1).toLowerCase())
}

/** Whether a name promises a file with many documents. */
export function isContainerName(path: string): boolean {
  return endings.has(extname(path).slice(1).toLowerCase())
}

/** The format of a file; undefined for one that is a document itself. `head`: its first bytes, 4,096 where there are as many. */
export function containerFormatOf(path: string, head: Uint8Array): ContainerFormat | undefined {
  return containerFormats.find((format) => format.matches(path, head))
}
