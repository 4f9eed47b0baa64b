/* What a person changed about what a library reads and leaves out, in one small file of its folder. */
import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import ignore from 'ignore'
import { z } from 'zod'
import { replaceDurably } from '../durable-file.ts'
import { AppError, systemCode } from '../errors.ts'
import type { ReadingRules } from '../types.ts'
import { say } from '../sayings/say.ts'

/** The file's name in a library's folder. */
export const readingName = 'reading.json'

/** As it is before anybody changes it. */
export const usualRules: ReadingRules = Object.freeze({
  off: [],
  own: [],
  useGitignore: true,
  largestMB: Object.freeze({ text: 20, markup: 50, document: 200 }),
  hosts: [],
  savedPages: [],
  ocr: Object.freeze({ isOn: false, languages: 'eng' }),
})

const line = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((text) => !/[\r\n\0]/u.test(text), 'one line each')
const list = z.array(line).max(10_000)
const megabytes = z.number().min(0.1).max(2000)

const shape = z.strictObject({
  off: list,
  own: list.refine((patterns) => patterns.every(isPattern), 'patterns as in a .gitignore'),
  useGitignore: z.boolean(),
  largestMB: z.strictObject({ text: megabytes, markup: megabytes, document: megabytes }),
  hosts: list.refine((hosts) => hosts.every(isHost), "hosts such as 'example.org'"),
  savedPages: list.refine((paths) => paths.every((path) => isAbsolute(path)), 'absolute paths of folders'),
  ocr: z.strictObject({
    isOn: z.boolean(),
    languages: z.string().regex(/^[a-zA-Z_]{3,20}(?:\+[a-zA-Z_]{3,20}){0,9}$/u, "names such as 'eng' or 'eng+deu'"),
  }),
})

/** Some of the rules anew, from outside. @throws AppError `bad-request` naming what is wrong */
function parseReadingChange(raw: unknown): Partial<ReadingRules> {
  const parsed = shape.partial().safeParse(raw)
  if (parsed.success) return withoutMissing(parsed.data)
  const [{ path, message }] = parsed.error.issues
  throw new AppError('bad-request', say('reading.wrong', { key: path.join('.') || 'The change', reason: message }))
}

/** One library's rules. */
export class ReadingRulesFile {
  readonly #file: string
  #rules: ReadingRules

  /** @throws AppError `library-damaged` */
  constructor(libraryFolder: string) {
    this.#file = join(libraryFolder, readingName)
    this.#rules = readRules(this.#file)
  }

  get rules(): ReadingRules {
    return this.#rules
  }

  /** Each key of `change` replaces what there was. @throws AppError `bad-request` */
  async change(change: unknown): Promise<ReadingRules> {
    const rules = { ...this.#rules, ...parseReadingChange(change) }
    const unique = (values: readonly string[]): string[] => [...new Set(values)]
    const { off, own, hosts, savedPages } = rules
    const saved = {
      ...rules,
      off: unique(off),
      own: unique(own),
      hosts: unique(hosts.map(bareName)),
      savedPages: unique(savedPages),
    }
    await replaceDurably(this.#file, `${JSON.stringify({ version: 1, ...saved }, null, 2)}\n`)
    this.#rules = saved
    return saved
  }
}

function readRules(file: string): ReadingRules {
  try {
    const { version: _, ...rules } = shape
      .partial()
      .extend({ version: z.literal(1) })
      .parse(JSON.parse(readFileSync(file, 'utf8')))
    return { ...usualRules, ...withoutMissing(rules) }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return usualRules
    throw new AppError('library-damaged', say('library.readingDamaged', { path: file }), { cause: error })
  }
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

function withoutMissing<T extends object>(values: T): Present<T> {
  // What is left are the entries of the same object.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
}

function bareName(host: string): string {
  return host.toLowerCase().replace(/^www\./u, '')
}

function isHost(text: string): boolean {
  return /^[\w\p{L}-]{1,63}(?:\.[\w\p{L}-]{1,63})*$/iu.test(text)
}

function isPattern(text: string): boolean {
  try {
    ignore().add(text).ignores('a')
    return true
  } catch {
    return false
  }
}
