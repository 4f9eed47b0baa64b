/*
 * What a person told the library to forget, so that it does not come back with the next run. Names are kept as hashes alone: the
 * list itself does not tell whom or what somebody wanted forgotten.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from './durable-file.ts'
import { AppError, systemCode } from './errors.ts'
import { isInside } from './is-inside.ts'
import { pageName } from './text/containers/history-page.ts'
import { isMaildirMessage } from './text/document-kind.ts'
import { sourceNames, type ForgetWhat, type ForgottenList, type RememberWhat } from './types.ts'
import { say } from './sayings/say.ts'

/** The file's name in a library's folder. */
export const forgottenName = 'forgotten.json'

const time = z.number().nullable()
const schema = z.strictObject({
  version: z.literal(1),
  /** Hashes of addresses and hosts. */
  senders: z.array(z.string()),
  sites: z.array(z.string()),
  sources: z.array(z.enum(sourceNames)),
  times: z.array(z.strictObject({ since: time, until: time })),
  /** Hashes of files and folders. */
  paths: z.array(z.string()).default([]),
  /** Documents in files. */
  documents: z
    .array(
      z.strictObject({
        /** The file's path, by which a person knows where they were. */
        path: z.string(),
        at: z.number(),
        /** Hashes: of the place first, then of all that it is known by. */
        keys: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  /** Hashes of path, size and time of files that were found to be forgotten ones: they are not read again. */
  files: z.array(z.string()),
})

type Rules = z.infer<typeof schema>

/** What was forgotten, as it is kept: a page is one of the documents in a history. */
export type ForgottenWhat = Exclude<ForgetWhat, { kind: 'page' }>

/** What decides whether a document is a forgotten one. */
export interface DocumentMarks {
  readonly sender: string | null
  readonly site: string | null
  readonly source: string
  /** Milliseconds. */
  readonly dated: number
}

/** One of the documents in a file. */
export interface PartPlace {
  readonly path: string
  readonly part: string
}

/** What it is known by where its place in the file changes. */
export interface PartMarks extends PartPlace {
  readonly title: string
  readonly sender: string | null
  /** Milliseconds. */
  readonly dated: number
  readonly textBytes: number
}

/** What a forgotten file is known by. */
export interface FileMarks {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** What one library has forgotten. */
export class Forgotten {
  readonly #file: string
  #rules: Rules
  readonly #files: Set<string>
  #paths: ReadonlySet<string>
  #parts: ReadonlySet<string>
  #isChanged = false

  /** @throws AppError `library-damaged` */
  constructor(libraryFolder: string) {
    this.#file = join(libraryFolder, forgottenName)
    this.#rules = readRules(this.#file)
    this.#files = new Set(this.#rules.files)
    this.#paths = new Set(this.#rules.paths)
    this.#parts = keysOf(this.#rules)
  }

  /** What can be told of it. */
  get list(): ForgottenList {
    const { senders, sites, paths, sources, times } = this.#rules
    const documents = this.#rules.documents.map(({ keys: [id], path, at }) => ({ id, path, at }))
    return { senders: senders.length, sites: sites.length, paths: paths.length, sources, times, documents }
  }

  covers({ sender, site, source, dated }: DocumentMarks): boolean {
    const { senders, sites, sources, times } = this.#rules
    return (
      (sender !== null && senders.length > 0 && senders.includes(hashOf(addressOf(sender)))) ||
      (site !== null && sites.length > 0 && hostsOf(site).some((host) => sites.includes(hashOf(host)))) ||
      sources.some((name) => name === source) ||
      times.some(({ since, until }) => dated >= (since ?? -Infinity) && dated < (until ?? Infinity))
    )
  }

  coversFile(file: FileMarks): boolean {
    return (this.#files.size > 0 && this.#files.has(keyOf(file))) || this.coversPath(file.path)
  }

  /** Whether a path, or a folder above it, was forgotten. */
  coversPath(path: string): boolean {
    return this.#paths.size > 0 && this.pathAbove(path) !== null
  }

  /** What was forgotten of a path: itself, or the nearest folder above it; null: neither was. */
  pathAbove(path: string): string | null {
    if (this.#paths.has(pathKey(path))) return path
    for (let at = path; ; at = dirname(at)) {
      if (this.#paths.has(hashOf(at))) return at
      if (at === dirname(at)) return null
    }
  }

  /** Whether a document in a file was forgotten, or the one that carries it, as far as their places say. */
  coversPlace({ path, part }: PartPlace): boolean {
    return this.#parts.size > 0 && carriersOf(part).some((one) => this.#parts.has(placeKey({ path, part: one })))
  }

  /** The same of a message or a chat that is elsewhere now: mailboxes are compacted, and mail is moved. `marks` is asked only where that can be. */
  coversMoved(part: string, marks: () => PartMarks): boolean {
    return this.#parts.size > 0 && isNamedByPlace(part) && this.#parts.has(marksKey(marks()))
  }

  /** The file turned out to be a forgotten document. `save` keeps it. */
  noteFile(file: FileMarks): void {
    this.#files.add(keyOf(file))
    this.#isChanged = true
  }

  /** `gone`: the documents that it means, in files. */
  async add(what: ForgottenWhat, gone: readonly PartMarks[] = []): Promise<void> {
    const { senders, sites, sources, times, paths, documents, ...rest } = this.#rules
    await this.#save({
      ...rest,
      documents: documentsWith(documents, what, gone),
      senders: what.kind === 'sender' ? withOne(senders, hashOf(addressOf(what.address))) : senders,
      sites: what.kind === 'site' ? withOne(sites, hashOf(bareHost(what.host))) : sites,
      sources: what.kind === 'source' ? withOne(sources, what.source) : sources,
      times: what.kind === 'time' ? [...times, { since: what.since, until: what.until }] : times,
      paths: what.kind === 'path' ? withOne(paths, pathKey(what.path)) : paths,
    })
  }

  /** False when this was not forgotten. What is to come back has to be read again. */
  async remove(what: Exclude<RememberWhat, { kind: 'page' }>): Promise<boolean> {
    const { senders, sites, sources, times, paths, documents, version } = this.#rules
    const rules: Rules = {
      version,
      senders: what.kind === 'sender' ? without(senders, hashOf(addressOf(what.address))) : senders,
      sites: what.kind === 'site' ? without(sites, hashOf(bareHost(what.host))) : sites,
      sources: what.kind === 'source' ? without(sources, what.source) : sources,
      times:
        what.kind === 'time' ? times.filter(({ since, until }) => since !== what.since || until !== what.until) : times,
      paths: what.kind === 'path' ? without(paths, pathKey(what.path), hashOf(what.path)) : paths,
      documents: documents.filter((one) => !isMeant(one, what)),
      files: [],
    }
    const lists = ['senders', 'sites', 'sources', 'times', 'paths', 'documents'] as const
    if (lists.every((list) => rules[list].length === this.#rules[list].length)) return false
    this.#files.clear()
    await this.#save(rules)
    return true
  }

  async save(): Promise<void> {
    if (this.#isChanged) await this.#save(this.#rules)
  }

  async #save(rules: Rules): Promise<void> {
    this.#rules = { ...rules, files: [...this.#files] }
    this.#paths = new Set(rules.paths)
    this.#parts = keysOf(rules)
    this.#isChanged = false
    await replaceDurably(this.#file, JSON.stringify(this.#rules))
  }
}

/** The address in 'Anna Smith <anna@example.org>', lower case; the whole text where it has none. */
export function addressOf(sender: string): string {
  return (/<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender).trim().toLowerCase()
}

/** A host as it is compared: lower case, without 'www.'; of a whole address the host in it. */
export function bareHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/([^/:?#]*).*$/s, '$1')
    .replace(/^www\./, '')
}

/** A host and those it is below of. */
function hostsOf(site: string): string[] {
  const names = bareHost(site).split('.')
  return names.map((_, i) => names.slice(i).join('.'))
}

function keysOf({ documents }: Rules): ReadonlySet<string> {
  return new Set(documents.flatMap(({ keys }) => keys))
}

/** A part, and those that carry it: 'b.mbox!/0-90//1 a.zip!/x' is in 'b.mbox!/0-90//1 a.zip', that in 'b.mbox!/0-90', that in 'b.mbox'. */
function carriersOf(part: string): string[] {
  const marks = [...part.matchAll(/.(?=\/\/|!\/)/gsu)].map(({ index, 0: last }) => part.slice(0, index + last.length))
  return [...marks, part]
}

/** Messages of an mbox and chats of an export, and what they carry, are named by their place in bytes. */
export function isNamedByPlace(part: string): boolean {
  return /(?:^|!\/)\d+-\d+(?:$|\/\/)/u.test(part)
}

/** A page of a history, whose name is its address; it is the same in every browser's. */
export function isPage(part: string): boolean {
  return /^https?:\/[^/]/u.test(part)
}

function placeKey({ path, part }: PartPlace): string {
  return hashOf(isPage(part) ? `place\n\n${pageName(part)}` : `place\n${path}\n${part}`)
}

function marksKey({ title, sender, dated, textBytes }: PartMarks): string {
  return hashOf(`marks\n${title}\n${sender ?? ''}\n${dated}\n${textBytes}`)
}

/** A document is taken back by its own place, that of what it carries, or that of a copy. */
function isMeant({ keys }: Rules['documents'][number], what: RememberWhat): boolean {
  if (what.kind === 'listed') return keys[0] === what.id
  if (what.kind !== 'document') return false
  return carriersOf(what.part).some((part) => keys.includes(placeKey({ path: what.path, part })))
}

function documentsWith(
  documents: Rules['documents'],
  what: ForgottenWhat,
  gone: readonly PartMarks[],
): Rules['documents'] {
  // Of a file that is forgotten itself the name is not kept.
  if (what.kind === 'path') return documents.map((one) => (isInside(one.path, what.path) ? { ...one, path: '' } : one))
  if (what.kind !== 'document') return documents
  const moved = gone.filter(({ part }) => isNamedByPlace(part))
  const keys = [placeKey(what), ...gone.map(placeKey), ...moved.map(marksKey)]
  const others = documents.filter((one) => one.keys[0] !== keys[0])
  return [...others, { path: what.path, at: Date.now(), keys: [...new Set(keys)] }]
}

function hashOf(text: string): string {
  return createHash('sha256').update(`leantern\n${text}`).digest('hex')
}

/** A message of a Maildir has another name once it was read or answered: what tells it apart stands before the flags. */
function pathKey(path: string): string {
  if (!isMaildirMessage(path)) return hashOf(path)
  return hashOf(join(dirname(dirname(path)), 'cur', basename(path).replace(/[:;!]2,[A-Za-z]*$/u, '')))
}

function keyOf({ path, size, mtimeMs }: FileMarks): string {
  return hashOf(`${path}\n${size}\n${mtimeMs}`).slice(0, 32)
}

function withOne<T>(list: readonly T[], one: T): T[] {
  return [...new Set([...list, one])]
}

function without<T>(list: readonly T[], ...some: readonly T[]): T[] {
  return list.filter((other) => !some.includes(other))
}

const nothing: Rules = {
  version: 1,
  senders: [],
  sites: [],
  sources: [],
  times: [],
  paths: [],
  documents: [],
  files: [],
}

function readRules(file: string): Rules {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return nothing
    throw new AppError('library-damaged', say('library.forgottenDamaged', { path: file }), { cause: error })
  }
}
