import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../core/durable-file.ts'
import { AppError, systemCode } from '../core/errors.ts'
import { sayOfApp } from './texts/say-of-app.ts'
import {
  answerProviders,
  defaultSettings,
  densities,
  extraBounds,
  languages,
  themes,
  type AppSettings,
} from './contract.ts'

const mostHotCacheBytes = 4_000_000_000

/** One check per setting; parsers.ts takes any of them from the window, the file may lack some. */
export const settingsShape = z.strictObject({
  theme: z.enum(themes),
  density: z.enum(densities),
  language: z.enum(languages),
  extraWidth: z.int().min(extraBounds.width.least).max(extraBounds.width.most),
  extraHeight: z.int().min(extraBounds.height.least).max(extraBounds.height.most),
  shortcut: z.string().min(1).max(80).nullable(),
  usesShortcut: z.boolean(),
  staysOpen: z.boolean(),
  escHides: z.boolean(),
  startsWithSystem: z.boolean(),
  looksForUpdates: z.boolean(),
  byMeaning: z.boolean(),
  slowOnBattery: z.boolean(),
  hotCacheBytes: z.int().min(0).max(mostHotCacheBytes).nullable(),
  answers: z.boolean(),
  answerProvider: z.enum(answerProviders),
  answerModel: z.string().max(200),
  answerUrl: z.string().max(400),
})

/** Missing keys get their default; a key of a newer app is let go. @throws AppError `bad-request`, naming the key */
export function parseSettings(raw: unknown): AppSettings {
  const result = z.object(settingsShape.shape).partial().safeParse(raw)
  if (!result.success) throw wrongSetting(raw, result.error.issues[0])
  return { ...defaultSettings, ...withoutUndefined(result.data) }
}

/** As `parseSettings`, for a file that a person chose: one without a single setting is refused too. */
export function parseChosenSettings(raw: unknown): AppSettings {
  const settings = parseSettings(raw)
  if (Object.keys(raw as object).some((key) => key in settingsShape.shape)) return settings // parsed above: an object
  throw new AppError('bad-request', sayOfApp('app.notSettings'))
}

function wrongSetting(raw: unknown, { path }: z.core.$ZodIssue): AppError {
  const [key] = path
  if (typeof key !== 'string') return new AppError('bad-request', sayOfApp('app.notSettings'))
  // A path into the settings: they are an object.
  const value = JSON.stringify((raw as Record<string, unknown>)[key]) ?? 'undefined'
  return new AppError('bad-request', sayOfApp('app.wrongSetting', { key, value: value.slice(0, 80) }))
}

/** What the app does about a change before it is kept; what it throws is told to the person, and nothing is changed. */
export type ApplySettings = (next: AppSettings, before: AppSettings) => void | Promise<void>

/** The app's settings in one file. */
export class Settings {
  readonly #file: string
  readonly #apply: ApplySettings[] = []
  readonly #listeners: ((now: AppSettings, before: AppSettings) => void)[] = []
  #current: AppSettings
  #last: Promise<unknown> = Promise.resolve()

  /** A file that cannot be understood is put aside as `.damaged` and the defaults count. */
  constructor(file: string, report: (event: string) => void) {
    this.#file = file
    this.#current = readSettings(file, report)
  }

  get current(): AppSettings {
    return this.#current
  }

  onChange(apply: ApplySettings): void {
    this.#apply.push(apply)
  }

  /** `listen` hears of a change once it counts and is kept. */
  onChanged(listen: (now: AppSettings, before: AppSettings) => void): void {
    this.#listeners.push(listen)
  }

  /** One change after the other, so that none is lost. @throws AppError where something of it cannot be had */
  change(wanted: Partial<AppSettings>): Promise<AppSettings> {
    const changed = this.#last.then(() => this.#change(wanted))
    this.#last = changed.catch(() => {})
    return changed
  }

  async #change(wanted: Partial<AppSettings>): Promise<AppSettings> {
    const before = this.#current
    const next = { ...before, ...withoutUndefined(wanted) }
    if (next.answerUrl !== before.answerUrl) checkAddress(next.answerUrl)
    for (const apply of this.#apply) await apply(next, before)
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    await replaceDurably(this.#file, `${JSON.stringify(next, null, 2)}\n`)
    this.#current = next
    for (const listen of this.#listeners) listen(next, before)
    return next
  }
}

/** '' is where such a server usually listens. */
function checkAddress(address: string): void {
  if (address === '' || /^https?:\/\/[^/]/iu.test(address)) return
  throw new AppError('bad-request', sayOfApp('app.noAddress', { address }))
}

function readSettings(file: string, report: (event: string) => void): AppSettings {
  try {
    return parseSettings(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return defaultSettings
    report('settings.damaged')
    renameSync(file, `${file}.damaged`)
    return defaultSettings
  }
}

function withoutUndefined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // What is left has no undefined; Object.fromEntries cannot say so.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
