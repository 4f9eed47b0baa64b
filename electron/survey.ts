/* What is in a folder before it is added: counted by name and size under the rules that indexing goes by, nothing read. */
import { stat } from 'node:fs/promises'
import { AppError, sayingOf } from '../core/errors.ts'
import { rootSource, type KeptOut } from '../core/library/roots-as-sources.ts'
import { checkRoot } from '../core/sources/root.ts'
import { isReadableFile } from '../core/text/readable.ts'
import type { SurveyedPlace } from './contract.ts'

/** Counting ends here: an idea of the size is enough. */
const mostFiles = 200_000
const mostMs = 4_000
const mostRules = 5

/** Each place on its own; one that cannot be added says why. */
export async function surveyPlaces(paths: readonly string[], keptOut: KeptOut): Promise<SurveyedPlace[]> {
  const places: SurveyedPlace[] = []
  for (const path of paths) places.push(await surveyPlace(path, keptOut))
  return places
}

async function surveyPlace(path: string, keptOut: KeptOut): Promise<SurveyedPlace> {
  const kind = (await stat(path).catch(() => null))?.isDirectory() === false ? 'file' : 'folder'
  const nothing = { path, kind, files: 0, bytes: 0, leftOut: 0, rules: [], isMore: false } as const
  try {
    const root = await checkRoot(path, isReadableFile)
    return { ...nothing, path: root, ...(await countIn(root, keptOut)), refused: null }
  } catch (error) {
    if (error instanceof AppError) return { ...nothing, refused: sayingOf(error) }
    throw error
  }
}

async function countIn(root: string, keptOut: KeptOut): Promise<Omit<SurveyedPlace, 'path' | 'kind' | 'refused'>> {
  const until = performance.now() + mostMs
  const byRule = new Map<string, number>()
  let files = 0
  let bytes = 0
  let leftOut = 0
  let isMore = false
  for await (const event of rootSource(root, keptOut).list(new AbortController().signal)) {
    if (event.kind === 'file') {
      files++
      bytes += event.file.size
    } else if (event.kind === 'skipped') {
      leftOut++
      byRule.set(event.rule, (byRule.get(event.rule) ?? 0) + 1)
    }
    isMore = files + leftOut >= mostFiles || performance.now() > until
    if (isMore) break
  }
  const rules = [...byRule].map(([rule, count]) => ({ rule, count })).toSorted((a, b) => b.count - a.count)
  return { files, bytes, leftOut, rules: rules.slice(0, mostRules), isMore }
}
