const SECTOR = 512
const MINI_SECTOR = 64
const MINI_CUTOFF = 4096
const END = 0xfffffffe
const FREE = 0xffffffff
const FAT = 0xfffffffd

interface Entry {
  readonly name: string
  readonly type: 1 | 2 | 5
  readonly bytes: Uint8Array
  child: number
  right: number
}

/** A compound file of the given streams; a path with slashes puts its stream into storages. */
export function makeCompoundFile(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = listEntries(streams)
  const fat: number[] = []
  const sectors: Uint8Array[] = []
  const store = (bytes: Uint8Array): number => {
    if (bytes.length === 0) return END
    const first = sectors.length
    for (let at = 0; at < bytes.length; at += SECTOR) {
      sectors.push(padded(bytes.subarray(at, at + SECTOR), SECTOR))
      fat.push(sectors.length)
    }
    fat[fat.length - 1] = END
    return first
  }
  const mini = miniStreams(entries)
  const starts = entries.map((entry, i) => mini.starts.get(i) ?? (entry.type === 2 ? store(entry.bytes) : END))
  const miniStart = store(mini.bytes)
  const miniFatStart = store(uint32s(mini.fat))
  const directory = Buffer.concat(
    entries.map((entry, i) => {
      if (i === 0) return directoryEntry(entry, miniStart, mini.bytes.length)
      return directoryEntry(entry, starts[i], entry.bytes.length)
    }),
  )
  const directoryStart = store(directory)
  const fatSectors = Math.ceil((fat.length + 8) / (SECTOR / 4))
  const fatStart = sectors.length
  for (let i = 0; i < fatSectors; i++) fat.push(FAT)
  while (fat.length % (SECTOR / 4) !== 0) fat.push(FREE)
  const header = makeHeader({ fatStart, fatSectors, directoryStart, miniFatStart })
  return new Uint8Array(Buffer.concat([header, ...sectors, uint32s(fat)]))
}

/** The root, then storages and streams; siblings are a list to the right. */
function listEntries(streams: Readonly<Record<string, Uint8Array>>): Entry[] {
  const entry = (name: string, type: Entry['type'], bytes: Uint8Array = new Uint8Array(0)): Entry => ({
    name,
    type,
    bytes,
    child: FREE,
    right: FREE,
  })
  const entries = [entry('Root Entry', 5)]
  const add = (parent: number, made: Entry): number => {
    const id = entries.push(made) - 1
    made.right = entries[parent].child
    entries[parent].child = id
    return id
  }
  const storages = new Map([['', 0]])
  const storageAt = (path: string): number => {
    const known = storages.get(path)
    if (known !== undefined) return known
    const slash = path.lastIndexOf('/')
    const id = add(storageAt(path.slice(0, Math.max(0, slash))), entry(path.slice(slash + 1), 1))
    storages.set(path, id)
    return id
  }
  for (const [path, bytes] of Object.entries(streams)) {
    const slash = path.lastIndexOf('/')
    add(storageAt(path.slice(0, Math.max(0, slash))), entry(path.slice(slash + 1), 2, bytes))
  }
  return entries
}

function miniStreams(entries: readonly Entry[]): {
  readonly bytes: Uint8Array
  readonly fat: readonly number[]
  readonly starts: ReadonlyMap<number, number>
} {
  const parts: Uint8Array[] = []
  const fat: number[] = []
  const starts = new Map<number, number>()
  entries.forEach(({ type, bytes }, i) => {
    if (type !== 2 || bytes.length >= MINI_CUTOFF || bytes.length === 0) return
    starts.set(i, fat.length)
    const count = Math.ceil(bytes.length / MINI_SECTOR)
    parts.push(padded(bytes, count * MINI_SECTOR))
    for (let n = 1; n <= count; n++) fat.push(n === count ? END : fat.length + 1)
  })
  return { bytes: Buffer.concat(parts), fat, starts }
}

function directoryEntry({ name, type, child, right }: Entry, start: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(128)
  bytes.write(name, 'utf16le')
  bytes.writeUInt16LE((name.length + 1) * 2, 64)
  bytes[66] = type
  bytes.writeUInt32LE(FREE, 68)
  bytes.writeUInt32LE(right, 72)
  bytes.writeUInt32LE(child, 76)
  bytes.writeUInt32LE(start, 116)
  bytes.writeUInt32LE(size, 120)
  return bytes
}

function makeHeader(at: {
  readonly fatStart: number
  readonly fatSectors: number
  readonly directoryStart: number
  readonly miniFatStart: number
}): Uint8Array {
  const header = Buffer.alloc(SECTOR)
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  header.writeUInt16LE(9, 0x1e)
  header.writeUInt16LE(6, 0x20)
  header.writeUInt32LE(at.fatSectors, 0x2c)
  header.writeUInt32LE(at.directoryStart, 0x30)
  header.writeUInt32LE(MINI_CUTOFF, 0x38)
  header.writeUInt32LE(at.miniFatStart, 0x3c)
  header.writeUInt32LE(END, 0x44)
  for (let i = 0; i < 109; i++) header.writeUInt32LE(i < at.fatSectors ? at.fatStart + i : FREE, 0x4c + i * 4)
  return header
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length)
  whole.set(bytes)
  return whole
}

/** Little-endian. */
export function uint32s(values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => bytes.writeUInt32LE(value >>> 0, i * 4))
  return bytes
}
