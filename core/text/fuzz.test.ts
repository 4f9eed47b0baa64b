import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { createExtractPool, type ExtractPool, type PartsTaker } from './extract-pool.ts'
import type { Prepared, PreparedPart } from './prepared.ts'
import { containerFixtures } from './testing/container-fixtures.ts'
import { fuzzFixtures } from './testing/fuzz-fixtures.ts'

/** SOAK=1 runs a hundred times as many. */
const MUTATIONS = process.env.SOAK === '1' ? 20_000 : 200
const SEED = 20_261_018

type Random = () => number

interface Mutant {
  readonly name: string
  readonly bytes: Uint8Array
  /** What was done to it, for the message of a failure. */
  readonly how: string
}

function below(random: Random, end: number): number {
  return Math.floor(random() * end)
}

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice()
  const flips = 1 + below(random, 12)
  for (let i = 0; i < flips; i++) copy[below(random, copy.length)] ^= 1 << below(random, 8)
  return copy
}

function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, below(random, bytes.length))
}

/** A piece of another file in place of a piece of this one. */
function splice(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const from = below(random, other.length)
  const piece = other.subarray(from, from + 1 + below(random, 400))
  const at = below(random, bytes.length)
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + below(random, 400))]))
}

/** Numbers that readers trust: lengths, counts and offsets, replaced by extremes. */
function setExtremes(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice()
  const values = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe]
  const view = new DataView(copy.buffer, copy.byteOffset, copy.length)
  for (let i = 0; i < 4 && copy.length > 8; i++)
    view.setUint32(below(random, copy.length - 4), values[below(random, values.length)], true)
  return copy
}

/** A member damaged, emptied, doubled or left out, in an archive that is sound otherwise; other files are cut off. */
function tamper(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return truncate(bytes, random)
  const members = Object.entries(unzipSync(bytes))
  const chosen = below(random, members.length)
  const changes = [
    (member: Uint8Array) => (member.length === 0 ? member : flipBits(member, random)),
    (member: Uint8Array) => truncate(member, random),
    () => new Uint8Array(0),
    (member: Uint8Array) => new Uint8Array(Buffer.concat([member, member])),
    () => null,
  ]
  const change = changes[below(random, changes.length)]
  const changed = members.map(([name, member], i) => [name, i === chosen ? change(member) : member] as const)
  return zipSync(
    Object.fromEntries(changed.filter((entry): entry is readonly [string, Uint8Array] => entry[1] !== null)),
  )
}

function* mutants(count: number): Generator<Mutant> {
  const random = randomNumbers(SEED)
  const fixtures = Object.entries({ ...fuzzFixtures(), ...containerFixtures() })
  for (let i = 0; i < count; i++) {
    const [name, bytes] = fixtures[i % fixtures.length]
    const [, other] = fixtures[below(random, fixtures.length)]
    const ways = {
      flipBits,
      truncate,
      setExtremes,
      tamper,
      splice: (whole: Uint8Array) => splice(whole, other, random),
    }
    const chosen = Object.entries(ways)[below(random, 5)]
    yield { name, bytes: chosen[1](bytes, random), how: `${i} ${name} ${chosen[0]}` }
  }
}

let folder: string
let pool: ExtractPool

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-'))
  pool = createExtractPool({ workers: 2, timeoutMs: 30_000 })
})

afterAll(async () => {
  await pool.close()
  await rm(folder, { recursive: true })
})

async function prepare(name: string, bytes: Uint8Array): Promise<Answer> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const taken: PreparedPart[] = []
  const taker: PartsTaker = {
    knownHashes: () => new BigUint64Array(0),
    take: async (some) => void taken.push(...some),
  }
  const prepared = await pool.prepare({ path, knownHash: null, wantsText: true }, undefined, taker)
  await rm(path)
  return { prepared, parts: taken }
}

interface Answer {
  readonly prepared: Prepared
  /** Of a file that holds many documents. */
  readonly parts: readonly PreparedPart[]
}

/** What is wrong with an answer; '' for nothing. */
function complaint({ prepared, parts }: Answer): string {
  return [prepared, ...parts].map(complaintOf).find((wrong) => wrong !== '') ?? ''
}

function complaintOf(prepared: Prepared | PreparedPart): string {
  if (prepared.kind === 'unchanged') return 'is said to be unchanged'
  if (prepared.kind === 'container') return ''
  if (prepared.kind === 'failed') {
    if (prepared.code === 'crashed' || prepared.code === 'timed-out') return `${prepared.code}: ${prepared.message}`
    return /^["A-Z].{10,}\.$/s.test(prepared.message) ? '' : `has no reason: "${prepared.message}"`
  }
  const text = Buffer.from(prepared.cachedText ?? []).toString('utf8')
  if (!text.isWellFormed()) return 'has lone surrogates'
  if (prepared.ends.some((end, i) => end > prepared.textBytes || end < prepared.starts[i]))
    return 'has chunks outside of its text'
  return ''
}

describe('damaged files of every format', () => {
  test('the undamaged ones are all read', async () => {
    const failures: string[] = []
    for (const [name, bytes] of Object.entries(fuzzFixtures())) {
      const { prepared } = await prepare(name, bytes)
      if (prepared.kind !== 'prepared' || prepared.textBytes === 0) failures.push(name)
    }
    for (const [name, bytes] of Object.entries(containerFixtures())) {
      const { prepared, parts } = await prepare(name, bytes)
      if (prepared.kind !== 'container' || !parts.some(({ kind }) => kind === 'prepared')) failures.push(name)
    }
    expect(failures).toEqual([])
  })

  test(
    `${MUTATIONS} mutations cost no thread, and each is read or refused with a reason`,
    { timeout: MUTATIONS * 300 + 600_000 },
    async () => {
      const complaints: string[] = []
      let count = 0
      for (const { name, bytes, how } of mutants(MUTATIONS)) {
        const wrong = complaint(await prepare(`${count++}-${name}`, bytes))
        if (wrong !== '') complaints.push(`${how}: ${wrong}`)
      }
      expect(complaints).toEqual([])
    },
  )
})
