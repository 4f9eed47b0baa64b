/* What helps to find a fault and tells nothing of the person's documents: counts, versions, codes. */
import { cpus, release, totalmem } from 'node:os'
import type { FileProblem } from '../core/types.ts'
import type { AppPace, AppSettings, AppStatus, NetworkLedger } from './contract.ts'

export interface DiagnosticFacts {
  readonly status: AppStatus
  readonly problems: readonly FileProblem[]
  readonly settings: AppSettings
  readonly pace: AppPace
  readonly ledger: NetworkLedger
  /** The log's last lines. It holds no paths and no text; a line that is not ours is left out all the same. */
  readonly log: string
}

/** Settings whose values a person may have typed. */
const typed: ReadonlySet<string> = new Set(['answerModel', 'answerUrl', 'shortcut'])

/** As text to be read before it is sent to anybody. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { status, problems, settings, pace, ledger, log } = facts
  const { sources, ...library } = status.library
  return `${JSON.stringify(
    {
      system: {
        platform: process.platform,
        architecture: process.arch,
        release: release(),
        processors: cpus().length,
        memoryBytes: totalmem(),
        versions: process.versions,
        runtime: status.runtime,
      },
      library: { ...library, sources: sources.map(({ source, documents }) => ({ source, documents })) },
      folders: status.folders.length,
      indexing: indexingFacts(status),
      troubles: status.troubles?.length ?? 0,
      problems: countBy(problems.map(({ code }) => code)),
      settings: Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [key, typed.has(key) ? isSet(value) : value]),
      ),
      pace: pace.kind,
      network: { ...ledger, sent: ledger.sent.map(({ by, requests }) => ({ by, requests })) },
      log: log.split('\n').flatMap(logLine),
    },
    null,
    2,
  )}\n`
}

function indexingFacts({ indexing }: AppStatus): object {
  if (indexing.kind !== 'running') return { kind: indexing.kind }
  const { currentPath: _, ...progress } = indexing.progress
  return { kind: indexing.kind, ...progress }
}

function isSet(value: unknown): string {
  return value === null || value === '' ? 'not set' : 'set'
}

function countBy(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** An event with numbers and short codes; whatever else a line may hold stays here. */
function logLine(line: string): object[] {
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null) return []
    return [Object.fromEntries(Object.entries(entry).filter(([, value]) => isHarmless(value)))]
  } catch {
    return []
  }
}

function isHarmless(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return true
  return typeof value === 'string' && /^[\w.:-]{1,60}$/u.test(value)
}
