import { extensionOf } from '../document-kind.ts'
import type { ContainerFormat } from './container.ts'
import { isConversationsHead } from './conversations-head.ts'
import { isHistoryHead } from './history-head.ts'
import { isJsonlHead } from './jsonl-head.ts'
import { isParquetOfTexts } from './parquet-head.ts'
import { isMboxHead } from './mbox-separator.ts'
import { archiveEndings } from './member-name.ts'

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
    name: 'history',
    source: 'history',
    endings: [],
    isOptIn: true,
    matches: isHistoryHead,
    load: async () => (await import('./history.ts')).historyReader,
  },
  {
    name: 'jsonl',
    source: 'folder',
    endings: [],
    unsureEndings: ['jsonl', 'ndjson'],
    matches: (path, head) => /\.(?:jsonl|ndjson)$/iu.test(path) && isJsonlHead(head),
    load: async () => (await import('./jsonl.ts')).jsonlReader,
  },
  {
    name: 'parquet',
    source: 'folder',
    endings: [],
    unsureEndings: ['parquet'],
    matches: (path, head) => /\.parquet$/iu.test(path) && isParquetOfTexts(path, head),
    load: async () => (await import('./parquet.ts')).parquetReader,
  },
  {
    name: 'conversations',
    source: 'chat',
    endings: [],
    matches: (path, head) => /\.json$/iu.test(path) && isConversationsHead(head),
    load: async () => (await import('./conversations.ts')).conversationsReader,
  },
  {
    name: 'archive',
    source: 'folder',
    endings: [...archiveEndings],
    matches: (path, head) => archiveEndings.has(extensionOf(path)) && !isPackedDocument(head),
    load: async () => (await import('./archive.ts')).archiveReader,
  },
]

/** Office's, OpenDocument's and EPUB's packages are ZIP archives: as such they are told by their first member. */
function isPackedDocument(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1')
  return text.startsWith('PK\u0003\u0004') && /^(?:\[Content_Types\]\.xml|mimetypeapplication\/)/u.test(text.slice(30))
}

const endings: ReadonlySet<string> = new Set(containerFormats.flatMap((format) => format.endings))

const unsureEndings: ReadonlySet<string> = new Set(containerFormats.flatMap((format) => format.unsureEndings ?? []))

/** Whether a name may be that of a file with many documents, and of others. */
export function isUnsureName(path: string): boolean {
  return unsureEndings.has(extensionOf(path))
}

/** Whether a name promises a file with many documents. */
export function isContainerName(path: string): boolean {
  return endings.has(extensionOf(path))
}

/** The format of a file; undefined for one that is a document itself. `head`: its first bytes, 4,096 where there are as many. */
export function containerFormatOf(path: string, head: Uint8Array): ContainerFormat | undefined {
  return containerFormats.find((format) => format.matches(path, head))
}
