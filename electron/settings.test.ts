import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { AppError } from '../core/errors.ts'
import { defaultSettings } from './contract.ts'
import { parseChosenSettings, parseSettings, Settings } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'leantern-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))
let number = 0
const newFile = () => join(folder, `${number++}/settings.json`)

test('what is changed is there after a restart', async () => {
  const file = newFile()
  await new Settings(file, () => {}).change({ theme: 'dark', hotCacheBytes: 5_000_000 })
  expect(new Settings(file, () => {}).current).toEqual({ ...defaultSettings, theme: 'dark', hotCacheBytes: 5_000_000 })
})

test('of two changes at once none is lost', async () => {
  const settings = new Settings(newFile(), () => {})
  await Promise.all([settings.change({ theme: 'dark' }), settings.change({ density: 'compact' })])
  expect(settings.current).toEqual({ ...defaultSettings, theme: 'dark', density: 'compact' })
})

test('a change that cannot be had is refused as a whole', async () => {
  const settings = new Settings(newFile(), () => {})
  settings.onChange(({ shortcut }) => {
    if (shortcut === 'Alt+Space') throw new AppError('bad-request', 'taken')
  })
  await expect(settings.change({ theme: 'dark', shortcut: 'Alt+Space' })).rejects.toThrow('taken')
  expect(settings.current).toEqual(defaultSettings)
})

test('a damaged file is put aside and said', () => {
  const file = join(folder, 'damaged.json')
  writeFileSync(file, '{"theme":"blue"}')
  const events: string[] = []
  expect(new Settings(file, (event) => events.push(event)).current).toEqual(defaultSettings)
  expect(events).toEqual(['settings.damaged'])
  expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('blue')
})

test('a key of another version is let go, a wrong value is named', () => {
  expect(parseSettings({ density: 'compact', colours: 5 })).toEqual({ ...defaultSettings, density: 'compact' })
  expect(() => parseSettings({ density: 'tight' })).toThrow('"tight" is no value that the setting density can have')
})

test('who follows the settings hears of a change when it counts, not before', async () => {
  const settings = new Settings(newFile(), () => {})
  const heard: string[] = []
  settings.onChange((next) => void heard.push(`apply ${next.theme} ${settings.current.theme}`))
  settings.onChanged((now) => void heard.push(`changed ${now.theme} ${settings.current.theme}`))
  await settings.change({ theme: 'dark' })
  expect(heard).toEqual(['apply dark system', 'changed dark dark'])
})

test('a file that a person chose has to hold a setting: anything else would put all of them back', () => {
  expect(parseChosenSettings({ theme: 'dark', ofANewerApp: 1 })).toEqual({ ...defaultSettings, theme: 'dark' })
  for (const raw of [{}, { name: 'letter' }, [], 'Dear Anna', 7, null]) {
    expect(() => parseChosenSettings(raw)).toThrow('saved from Leantern')
  }
})

test('what is no address of a server is refused, and nothing is changed', async () => {
  const settings = new Settings(newFile(), () => {})
  for (const answerUrl of ['hello', 'file:///etc/passwd', 'http://', 'localhost:11434']) {
    await expect(settings.change({ answerUrl })).rejects.toThrow(`got "${answerUrl}"`)
  }
  await settings.change({ answerUrl: 'http://127.0.0.1:11434' })
  await settings.change({ answerUrl: '' })
  expect(settings.current.answerUrl).toBe('')
})
