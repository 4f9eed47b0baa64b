/*
 * What a person wants by default, in one small file: settings.json in the platform's folder for settings (or `LEANTERN_DATA`).
 * Keys that a newer version wrote are kept and passed over.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
import { replaceDurably } from './durable-file.ts'
import { AppError, systemCode } from './errors.ts'

const shapes = {
  'search.limit': z.int().min(1).max(1000).describe('passages that search shows'),
  'ask.provider': z.enum(['extract', 'ollama', 'openai']).describe('who answers'),
  'ask.model': z.string().min(1).max(200).describe('the language model, as its server calls it'),
  'ask.baseUrl': z.url().describe('where that server listens'),
  'ask.passages': z.int().min(1).max(30).describe('most passages that an answer is made from'),
  'ask.tokens': z.int().min(100).max(100_000).describe('most tokens of them together'),
} as const

/** The name of a setting. */
export type SettingName = keyof typeof shapes

/** All that was set. */
export type Settings = { readonly [Name in SettingName]?: z.output<(typeof shapes)[Name]> }

export const settingNames = Object.keys(shapes) as SettingName[] // the keys of our own object

/** All that was set, as it is written. */
export const settingsSchema = z.looseObject(z.object(shapes).partial().shape)

/** One line on a setting, for people. */
export function settingHelp(name: SettingName): string {
  return shapes[name].description ?? ''
}

/** @throws AppError `bad-request` naming the key that is wrong */
export function parseSettings(raw: unknown): Settings {
  const parsed = settingsSchema.safeParse(raw)
  if (parsed.success) return Object.fromEntries(Object.entries(parsed.data).filter(([key]) => isSettingName(key)))
  const [{ path, message }] = parsed.error.issues
  throw new AppError('bad-request', `The settings are wrong at ${path.join('.') || 'the top'}: ${message}.`)
}

/** A setting from what a person typed. @throws AppError `bad-request` */
export function parseSetting(
  name: string,
  text: string,
): { readonly name: SettingName; readonly value: string | number } {
  if (!isSettingName(name)) {
    throw new AppError('bad-request', `Expected one of ${settingNames.join(', ')}, got "${name}".`)
  }
  const value = /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : text
  const parsed = shapes[name].safeParse(value)
  if (parsed.success) return { name, value: parsed.data }
  throw new AppError('bad-request', `${name}: ${parsed.error.issues[0].message}, got "${text}".`)
}

/** Whether there is a setting of this name. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(shapes, name)
}

/** The settings' file: below LEANTERN_DATA, else in the platform's folder for settings. */
export function settingsPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const data = env['LEANTERN_DATA'] ?? ''
  return join(data === '' ? envPaths('leantern', { suffix: '' }).config : data, 'settings.json')
}

/** Nothing set where there is no file. @throws AppError `bad-request` for a file that is not understood */
export async function readSettings(path: string = settingsPath()): Promise<Settings> {
  return parseSettings(await readRaw(path))
}

/** Changes one setting, or takes it back (undefined). Whoever reads meanwhile sees the old file or the new. */
export async function writeSetting(
  name: SettingName,
  value: string | number | undefined,
  path: string = settingsPath(),
): Promise<void> {
  const raw = z.record(z.string(), z.unknown()).safeParse(await readRaw(path)).data ?? {}
  const { [name]: _, ...rest } = raw
  const changed = value === undefined ? rest : { ...rest, [name]: value }
  parseSettings(changed)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await replaceDurably(path, `${JSON.stringify(changed, null, 2)}\n`)
}

async function readRaw(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {}
    if (!(error instanceof SyntaxError)) throw error
    throw new AppError('bad-request', `Expected JSON in ${path}. Mend or delete that file.`, { cause: error })
  }
}
