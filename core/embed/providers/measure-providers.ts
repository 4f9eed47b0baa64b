/* Which provider is fastest for a model on this machine, among those that agree with the CPU. */
import { providers, type Provider } from '../../types.ts'
import { probeProvider, type ProbeAnswer, type ProbeQuestion } from './probe.ts'

/** A provider whose vectors differ more than this from the CPU's, at the worst sample text, is not used. */
export const leastAgreement = 0.999

/** One provider in the table. */
export interface ProviderRow {
  readonly provider: Provider
  /** null: it did not run. */
  readonly chunksPerSecond: number | null
  /** Least cosine with the CPU's vector of the same text; null where it did not run. */
  readonly agreement: number | null
  /** Why it is not used; null where it could be. */
  readonly refused: string | null
}

export interface ProviderTable {
  readonly rows: readonly ProviderRow[]
  /** The fastest that may be used, or the one that is wanted. */
  readonly chosen: Provider
  /** What a person chose in place of the fastest; null: the fastest. */
  readonly wanted: Provider | null
}

export interface MeasureParts {
  /** Tries one provider; default: in a process of its own. */
  probe?(question: ProbeQuestion, signal?: AbortSignal): Promise<ProbeAnswer>
  /** Providers that this build of onnxruntime has; default: asks it. */
  supported?(): Promise<ReadonlySet<string>>
  onProgress?(provider: Provider): void
  readonly signal?: AbortSignal
  readonly threads?: number
}

/** @throws the signal's reason once it is aborted */
export async function measureProviders(folder: string, parts: MeasureParts = {}): Promise<ProviderTable> {
  const { probe = (question, signal) => probeProvider(question, { signal }), supported = supportedProviders } = parts
  const known = await supported()
  const rows: ProviderRow[] = []
  let reference: readonly number[] | null = null
  for (const provider of providers) {
    if (!known.has(provider)) {
      rows.push(refusal(provider, `onnxruntime for ${process.platform} ${process.arch} does not have it`))
      continue
    }
    parts.onProgress?.(provider)
    const answer = await probe({ folder, provider, threads: parts.threads }, parts.signal)
    rows.push(rowFor(provider, answer, reference))
    if (provider === 'cpu' && answer.kind === 'measured') reference = answer.vectors
  }
  return { rows, chosen: fastest(rows), wanted: null }
}

function rowFor(provider: Provider, answer: ProbeAnswer, reference: readonly number[] | null): ProviderRow {
  if (answer.kind === 'refused') return refusal(provider, oneLine(answer.reason))
  const { chunksPerSecond, vectors, dimensions } = answer
  if (provider === 'cpu') return { provider, chunksPerSecond, agreement: 1, refused: null }
  if (reference === null) return refusal(provider, 'the CPU did not run, so there is nothing to compare with')
  const agreement = leastCosine(vectors, reference, dimensions)
  const refused =
    agreement >= leastAgreement ? null : `its vectors differ from the CPU's (cosine ${agreement.toFixed(4)})`
  return { provider, chunksPerSecond, agreement, refused }
}

function refusal(provider: Provider, refused: string): ProviderRow {
  return { provider, chunksPerSecond: null, agreement: null, refused }
}

/** Of those that may be used; the CPU where none may. */
export function fastest(rows: readonly ProviderRow[]): Provider {
  const usable = rows.filter(({ refused }) => refused === null)
  const [best] = usable.toSorted((a, b) => (b.chunksPerSecond ?? 0) - (a.chunksPerSecond ?? 0))
  return best?.provider ?? 'cpu'
}

/** Of each row with its counterpart; -1 where one has a vector and the other has none. */
function leastCosine(a: readonly number[], b: readonly number[], dimensions: number): number {
  if (a.length !== b.length) return -1
  let least = 1
  for (let start = 0; start < a.length; start += dimensions) {
    let [dot, lengthA, lengthB] = [0, 0, 0]
    for (let i = start; i < start + dimensions; i++) {
      dot += a[i] * b[i]
      lengthA += a[i] * a[i]
      lengthB += b[i] * b[i]
    }
    if (lengthA === 0 && lengthB === 0) continue
    const cosine = lengthA === 0 || lengthB === 0 ? -1 : dot / Math.sqrt(lengthA * lengthB)
    // NaN is no agreement either.
    least = cosine >= least ? least : Number.isNaN(cosine) ? -1 : cosine
  }
  return least
}

async function supportedProviders(): Promise<ReadonlySet<string>> {
  const { listSupportedBackends } = await import('onnxruntime-node')
  return new Set(listSupportedBackends().map(({ name }) => name))
}

/** What onnxruntime says can be pages long, and begins with the place in its own sources. */
function oneLine(reason: string): string {
  const line = reason
    .replaceAll(/\s+/gu, ' ')
    .replace(/^\S+\.cc:\d+ .*? was false\. /u, '')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
