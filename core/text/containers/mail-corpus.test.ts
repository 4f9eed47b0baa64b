import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareDocument } from '../prepare.ts'
import { filesBelow, mailFaults, separatorsIn } from '../testing/independent-counts.ts'
import { mboxReader } from './mbox.ts'
import { pstReader } from './pst.ts'

/** Real mail, beside the project where somebody has it. */
const data = new URL('../../../../data', import.meta.url).pathname

const archives = join(data, 'mail/mbox')
const messages = join(data, 'mail/eml')
const outlook = join(data, 'docs/pst/tika--testPST_variousBodyTypes.pst')

describe.skipIf(!existsSync(archives))('real mailing lists (../data/mail/mbox)', () => {
  test('have as many messages as lines that begin one: with a time and a year, before a header', async () => {
    let [found, counted] = [0, 0]
    const differing: string[] = []
    for (const path of filesBelow(archives)) {
      const separators = separatorsIn(path)
      const parts = await countParts(path)
      if (parts !== separators) differing.push(`${path}: ${parts}, not ${separators}`)
      found += parts
      counted += separators
    }
    expect(differing).toEqual([])
    expect([found, counted]).toEqual([52_655, 52_655])
  })
})

describe.skipIf(!existsSync(messages))('real messages (../data/mail/eml)', () => {
  test('have decoded headers and bodies, all of them', { timeout: 600_000 }, async () => {
    const names = readdirSync(messages)
    const faults: string[] = []
    for (const name of names) {
      const prepared = await prepareDocument({ path: join(messages, name), knownHash: null, wantsText: true })
      faults.push(...mailFaults(join(messages, name), prepared).map((fault) => `${name}: ${fault}`))
    }
    expect(names).toHaveLength(4500)
    expect(faults).toEqual([])
  })
})

describe.skipIf(!existsSync(outlook))("a real archive of Outlook's (../data/docs/pst)", () => {
  test('has its messages with people, dates and bodies of every form', async () => {
    const found: string[] = []
    const container = await pstReader.open({ path: outlook, size: 0, mtimeMs: 0, state: null })
    for await (const part of container.parts()) {
      const content = await part.read()
      if (content?.kind !== 'text') throw new Error('Expected a text')
      const { text, facts } = content.text
      expect(facts?.sender).toContain('Allison')
      expect(new Date(facts?.dated ?? 0).getUTCFullYear()).toBe(2017)
      expect(await pstReader.read(outlook, part.part)).toMatchObject({ text: { text } })
      found.push(text.slice(text.lastIndexOf('\n') + 1))
    }
    await container.close()
    expect(found).toEqual([
      'This is the original email (html)',
      'Forwarded (html)',
      'Forwarded RTF',
      'Forwarded plain text',
    ])
  })
})

async function countParts(path: string): Promise<number> {
  const { size, mtimeMs } = statSync(path)
  const container = await mboxReader.open({ path, size, mtimeMs, state: null })
  let count = 0
  for await (const part of container.parts()) count += part.size > 0 ? 1 : 0
  await container.close()
  return count
}
