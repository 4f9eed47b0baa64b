import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeTree } from '../core/sources/test-tree.ts'
import { markForeign } from './mark-foreign.ts'

async function marked(platform: NodeJS.Platform) {
  const tree = await makeTree({ 'offer.docm': 'macros' })
  const ran: (readonly string[])[] = []
  await markForeign(tree.at('offer.docm'), { platform, run: async (command, words) => ran.push([command, ...words]) })
  return { tree, ran }
}

test('Windows is told the zone in a stream of the file', async () => {
  const { tree, ran } = await marked('win32')
  await using _ = tree
  expect(readFileSync(tree.at('offer.docm:Zone.Identifier'), 'utf8')).toBe('[ZoneTransfer]\r\nZoneId=3\r\n')
  expect(ran).toEqual([])
})

test('macOS is told that nobody was asked about the file yet', async () => {
  const { tree, ran } = await marked('darwin')
  await using _ = tree
  const value = expect.stringMatching(/^0081;[0-9a-f]{8};Leantern;$/u)
  expect(ran).toEqual([['/usr/bin/xattr', '-w', 'com.apple.quarantine', value, tree.at('offer.docm')]])
})

test('a file that cannot be marked is one without a mark', async () => {
  const refuse = (): Promise<never> => Promise.reject(new Error('no such program'))
  for (const platform of ['darwin', 'win32'] as const)
    await expect(markForeign('/none/at/all.docm', { platform, run: refuse })).resolves.toBeUndefined()
})

test('Linux has no such mark', async () => {
  const { tree, ran } = await marked('linux')
  await using _ = tree
  expect(readdirSync(tree.root)).toEqual(['offer.docm'])
  expect(ran).toEqual([])
})
