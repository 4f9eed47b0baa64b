import { plainModule, relaxedModule } from './kernels-binary.ts'
import { wasm } from '../../wasm.ts'

/** The kernels over one memory; all pointers are byte offsets into it. See kernels-wat.ts for the layouts. */
export interface Kernels {
  readonly buffer: ArrayBuffer
  scanCodes(
    codes: number,
    blocks: number,
    groups: number,
    tables: number,
    scales: number,
    scores: number,
    offset: number,
    low: number,
    step: number,
  ): void
  /** `dimensions`: a multiple of 8. */
  dotRows(query: number, vectors: number, dimensions: number, rows: number, count: number, scores: number): void
  /** `query` is a row number; `bytes` of a row: a multiple of 32. */
  dotLevels(
    query: number,
    levels: number,
    factors: number,
    bytes: number,
    rows: number,
    count: number,
    scores: number,
  ): void
  compareCodes(
    row: number,
    signs: number,
    planes: number,
    words: number,
    measures: number,
    gaps: number,
    most: number,
    last: number,
    rows: number,
    count: number,
    scores: number,
  ): void
  /** `bytes`: a power of two, at least 32. */
  rotate(vector: number, signs: number, bytes: number, rounds: number): void
}

export type KernelKind = 'plain' | 'relaxed'

const pageBytes = 65_536
const modules = new Map<KernelKind, object>()

/** Kernels over a new memory of at least `bytes` bytes, all zero. `kind`: the fastest that this engine runs. */
export function createKernels(bytes: number, kind: KernelKind = fastestKind()): Kernels {
  const memory = new wasm.Memory({ initial: Math.max(1, Math.ceil(bytes / pageBytes)) })
  const { exports } = new wasm.Instance(moduleOf(kind), { env: { memory } })
  return { buffer: memory.buffer, ...(exports as Omit<Kernels, 'buffer'>) }
}

function moduleOf(kind: KernelKind): object {
  let module = modules.get(kind)
  if (module === undefined) {
    module = new wasm.Module(binary(kind))
    modules.set(kind, module)
  }
  return module
}

function fastestKind(): KernelKind {
  return modules.has('relaxed') || wasm.validate(binary('relaxed')) ? 'relaxed' : 'plain'
}

function binary(kind: KernelKind): Uint8Array {
  return Buffer.from(kind === 'relaxed' ? relaxedModule : plainModule, 'base64')
}
