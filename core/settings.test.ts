import { readFile, stat, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseSetting, parseSettings, readSettings, settingsPath, writeSetting } from './settings.ts'
import { makeTree } from './sources/test-tree.ts'

test('what is set is read again, and what is taken back is gone', async () => {
  await using tree = await makeTree({})
  const path = tree.at('deep/settings.json')
  expect(await readSettings(path)).toEqual({})
  await writeSetting('search.limit', 20, path)
  await writeSetting('ask.model', 'llama3.2', path)
  expect(await readSettings(path)).toEqual({ 'search.limit': 20, 'ask.model': 'llama3.2' })
  await writeSetting('search.limit', undefined, path)
  expect(await readSettings(path)).toEqual({ 'ask.model': 'llama3.2' })
})

test.skipIf(process.platform === 'win32')('only its owner may read it (not on Windows)', async () => {
  await using tree = await makeTree({})
  await writeSetting('search.limit', 20, tree.at('settings.json'))
  expect((await stat(tree.at('settings.json'))).mode & 0o777).toBe(0o600)
})

test('keys of a newer version are kept and passed over', async () => {
  await using tree = await makeTree({ 'settings.json': '{"new.key":{"deep":1}}' })
  const path = tree.at('settings.json')
  await writeSetting('search.limit', 20, path)
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ 'new.key': { deep: 1 }, 'search.limit': 20 })
  expect(await readSettings(path)).toEqual({ 'search.limit': 20 })
})

test.each([
  [{ 'search.limit': 0 }, 'search.limit'],
  [{ 'ask.provider': 'magic' }, 'ask.provider'],
  [[], 'the top'],
])('%j is refused, naming what is wrong', (raw, name) => {
  expect(() => parseSettings(raw)).toThrow(name)
})

test('a file that is no JSON is named, and stays as it is', async () => {
  await using tree = await makeTree({})
  const path = tree.at('settings.json')
  await writeFile(path, '{')
  await expect(readSettings(path)).rejects.toThrow(path)
  await expect(writeSetting('search.limit', 1, path)).rejects.toThrow(path)
  expect(await readFile(path, 'utf8')).toBe('{')
})

test('typed values are what their setting expects', () => {
  expect(parseSetting('search.limit', '20')).toEqual({ name: 'search.limit', value: 20 })
  expect(parseSetting('ask.model', 'qwen3:4b')).toEqual({ name: 'ask.model', value: 'qwen3:4b' })
  expect(() => parseSetting('search.limit', 'many')).toThrow('search.limit')
  expect(() => parseSetting('ask.baseUrl', 'nowhere')).toThrow('ask.baseUrl')
  expect(() => parseSetting('__proto__', '1')).toThrow('Expected one of')
})

test('LEANTERN_DATA moves the file', () => {
  expect(settingsPath({ LEANTERN_DATA: '/x' })).toMatch(/[/\\]x[/\\]settings\.json$/u)
})
