/* The requests that the open library answers, whatever else the engine does. */
import { askedPlace } from '../core/asked-place.ts'
import { AppError, sayingOf } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import { understood } from '../core/sayings/understood.ts'
import { sourcesOf } from '../core/source-summary.ts'
import { ocrProblem } from '../core/text/formats/ocr.ts'
import type { FileProblem, RememberWhat } from '../core/types.ts'
import type { AddedFolder, Learning, ToldProblem } from './contract.ts'
import type { EngineHandlers } from './engine-messages.ts'
import { newestDocuments } from './newest-documents.ts'
import type { OpenedCopies } from './opened-copies.ts'
import type { Pictures } from './pictures.ts'
import { measureSearches } from './search-speed.ts'
import { surveyPlaces } from './survey.ts'

export interface LibraryRequestsParts {
  /** The library, opened with the first request. */
  open(): Promise<Library>
  /** Something in it is to be read, or read again. */
  readAgain(library: Library): void
  /** What it holds has changed. */
  tell(library: Library): void
  /** One of its folders has left it. */
  rootLeft(): Promise<void>
  readonly copies: Pick<OpenedCopies, 'write' | 'clear'>
  readonly pictures: Pictures
}

/** More than anybody reads; a library on a broken disk may have millions. */
const mostProblems = 10_000

/** Each is answered with what `Library` says of it. */
export function libraryRequests({ open, readAgain, tell, rootLeft, copies, pictures }: LibraryRequestsParts) {
  async function learn(work: (feedback: Library['feedback']) => void): Promise<Learning> {
    const library = await open()
    work(library.feedback)
    return learningOf(library)
  }

  /** What leaves the library; the watcher stops looking at it. */
  async function leave(path: string, work: (library: Library) => Promise<number>): Promise<number> {
    const library = await open()
    const isRoot = library.roots().includes(path)
    const left = await work(library)
    if (isRoot) await rootLeft()
    tell(library)
    return left
  }

  return {
    opened: async ({ query, path, part, start }) =>
      (await open()).feedback.opened({ query, path, part, start }, Date.now()),
    picture: async (ask) => {
      // Only what the library holds is shown.
      const library = await open()
      await library.text({ path: ask.path, part: ask.part, at: ask.at })
      return pictures.of(ask, ask.part === '' ? null : await library.original(ask.path, ask.part))
    },
    why: async ({ path }) => (await open()).why(path),
    survey: async ({ paths }) => {
      const library = await open()
      return surveyPlaces(paths, {
        libraryFolder: library.folder,
        excluded: library.excluded(),
        reading: library.reading(),
      })
    },
    foundSources: async () => (await open()).foundSources(),
    consent: async ({ source }) => (await open()).consent(source),
    optIn: async ({ source, path }) => {
      const library = await open()
      const added = await library.optIn(source, path)
      readAgain(library)
      return added
    },
    reading: async () => (await open()).reading(),
    ocrProblem: async () => ocrProblem((await open()).reading().ocr.languages),
    setReading: async (change) => {
      const library = await open()
      const rules = await library.setReading(change)
      readAgain(library)
      return rules
    },
    leftOutRules: async () => (await open()).leftOutRules(),
    forget: async (what) => {
      const library = await open()
      const summary = await library.forget(what)
      await copies.clear()
      tell(library)
      return summary
    },
    forgotten: async () => (await open()).forgotten(),
    remember: async (what) => {
      const library = await open()
      await library.remember(what)
      readAgain(library)
    },
    learning: async () => learningOf(await open()),
    setLearning: ({ isOn }) => learn((feedback) => feedback.setLatching(isOn)),
    forgetLearning: () => learn((feedback) => feedback.reset()),
    judge: (place) => learn((feedback) => feedback.judged(place, Date.now())),
    takeBack: (place) => learn((feedback) => void feedback.takeBack(place)),
    searchSpeed: async () => measureSearches(await open()),
    wake: async () => (await open()).wake(),
    names: async ({ query, limit }) => (await open()).names(query, limit),
    newest: async ({ limit }) => newestDocuments(await open(), limit),
    text: async (ask) => (await open()).text(ask),
    problems: async () => (await open()).problems().slice(0, mostProblems).map(told),
    sources: async () => sourcesOf(await open()),
    removeFolder: async ({ path }) => leave(path, (library) => library.remove(path)),
    exclude: async ({ path }) => leave(path, (library) => library.exclude(path)),
    excludeSite: async ({ host }) => {
      const library = await open()
      const left = await library.excludeSite(host)
      readAgain(library)
      tell(library)
      return left
    },
    include: async ({ path }) => {
      const library = await open()
      if (library.excluded().includes(path)) await library.include(path)
      else await library.remember(rememberedAs(path))
      readAgain(library)
    },
    excluded: async () => (await open()).excluded(),
    updateNow: async () => readAgain(await open()),
    addFolders: async ({ paths }) => {
      const library = await open()
      const added: AddedFolder[] = []
      for (const path of paths) added.push(await addFolder(library, path))
      if (added.some(({ refused }) => refused === null)) readAgain(library)
      tell(library)
      return added
    },
    heldAs: async ({ path, part }) => (await open()).heldAs(path, part),
    pageUrl: async ({ path, part }) => (await open()).pageUrl(path, part),
    copyOf: async ({ path, part, use }) => {
      const original = await (await open()).original(path, part)
      return original === null ? null : copies.write(original, use)
    },
  } satisfies Partial<EngineHandlers>
}

/** A problem with what its sentence was made of. */
function told(problem: FileProblem): ToldProblem {
  const said = understood(problem.message)
  return said === null ? problem : { ...problem, said }
}

/** What was forgotten, as `why` names it. */
function rememberedAs(asked: string): RememberWhat {
  const place = askedPlace(asked)
  if (place.kind === 'page') return { kind: 'page', address: place.url }
  return place.kind === 'part' ? { ...place, kind: 'document' } : { kind: 'path', path: asked }
}

async function addFolder(library: Library, path: string): Promise<AddedFolder> {
  try {
    return { path: await library.addRoot(path), refused: null }
  } catch (error) {
    if (error instanceof AppError) return { path, refused: sayingOf(error) }
    throw error
  }
}

function learningOf({ feedback }: Library): Learning {
  const trouble = feedback.look()
  return {
    isOn: feedback.isLatching(),
    judged: trouble === null ? feedback.judgements().length : 0,
    meaningWeight: feedback.meaningWeight() ?? null,
    trouble: trouble === null ? null : sayingOf(trouble),
  }
}
