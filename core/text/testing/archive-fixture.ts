/* Archives made by code, for tests. */
import { prepareDocument } from '../prepare.ts'
import { noHost } from '../prepare-parts.ts'
import type { PreparedPart } from '../prepared.ts'

/** A tar (ustar; names longer than 100 characters by pax) of members, name → content. */
export function makeTar(members: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const blocks = Object.entries(members).flatMap(([name, content]) => tarMember(name, Buffer.from(content)))
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

export function tarMember(name: string, content: Buffer, type = '0'): Buffer[] {
  const short = Buffer.byteLength(name) > 100 ? 'long' : name
  const record = ` path=${name}\n`
  const length = Buffer.byteLength(record) + 3
  const pax = short === name ? [] : tarMember('pax', Buffer.from(`${length}${record}`), 'x')
  const header = Buffer.alloc(512)
  header.write(short, 0)
  header.write('0000644\0', 100)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(' '.repeat(8), 148)
  header.write(type, 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return [...pax, header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
}

/** What is prepared of a file with parts; `known` are hashes that the library has. */
export async function partsOf(path: string, known: readonly bigint[] = []): Promise<PreparedPart[]> {
  const parts: PreparedPart[] = []
  const prepared = await prepareDocument(
    { path, knownHash: null, wantsText: true },
    {
      ...noHost(),
      knownHashes: async () => BigUint64Array.from(known),
      take: async (taken) => void parts.push(...taken),
    },
  )
  if (prepared.kind === 'failed') throw new Error(`${prepared.code}: ${prepared.message}`)
  return parts
}

/** Each part as 'name: its text', 'name: code message' where only its name is known, or 'name! code message'. */
export async function readParts(path: string): Promise<string[]> {
  return (await partsOf(path)).map((part) => {
    if (part.kind === 'failed') return `${part.part}! ${part.code} ${part.message}`
    if (part.kind === 'prepared' && part.problem !== undefined)
      return `${part.part}: ${part.problem.code} ${part.problem.message}`
    return part.kind === 'prepared' ? `${part.part}: ${Buffer.from(part.cachedText ?? []).toString()}` : part.part
  })
}
