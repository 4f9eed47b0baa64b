import { assembleWat } from '../../assemble-wat.ts'
import { trainingWat } from './kernels-wat.ts'
import { type SharedWasmMemory, wasm } from '../../wasm.ts'

/** See kernels-wat.ts. Pointers, strides and widths are in bytes. */
export interface TrainingKernels {
  sumRows(table: number, stride: number, ids: number, count: number, width: number, out: number): void
  dotProducts(
    a: number,
    b: number,
    stride: number,
    width: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
  ): void
  products(
    a: number,
    rowStep: number,
    innerStep: number,
    b: number,
    bStride: number,
    inner: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
  ): void
  expRow(row: number, count: number, scale: number, shift: number): number
  sumColumns(from: number, stride: number, rows: number, width: number, out: number): void
  combineRow(row: number, columns: number, count: number, own: number): void
  project(gradient: number, unit: number, width: number, scale: number): void
  adagrad(row: number, gradient: number, history: number, width: number, rate: number): void
}

/** The module's bytes, from its text. */
export async function assembleTraining(): Promise<Uint8Array> {
  return assembleWat('training.wat', trainingWat(), {
    simd: true,
    relaxed_simd: true,
    threads: true,
    bulk_memory: true,
  })
}

const PAGE = 65_536

/** Memory of at least `bytes`, all zero. */
export function sharedMemory(bytes: number): SharedWasmMemory {
  const pages = Math.ceil(bytes / PAGE) + 1
  return new wasm.Memory({ initial: pages, maximum: pages, shared: true })
}

/** The kernels over this memory; each worker makes its own from the same bytes. */
export function trainingKernels(module: Uint8Array, memory: SharedWasmMemory): TrainingKernels {
  const { exports } = new wasm.Instance(new wasm.Module(module), { env: { memory } })
  // The module exports exactly these functions; its own test calls each.
  return exports as TrainingKernels
}
