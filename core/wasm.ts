/** Memory of kernels, in pages of 64 kB. */
export interface WasmMemory {
  /** Another one, the old of no length, after `grow`. */
  readonly buffer: ArrayBuffer
  /** By so many pages. */
  grow(pages: number): number
}

/** Memory that threads share. */
export interface SharedWasmMemory {
  readonly buffer: SharedArrayBuffer
}

/** The part of WebAssembly that kernels use; Node's own types leave it to the DOM's. */
interface WasmEngine {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
  readonly Memory: {
    new (size: { readonly initial: number }): WasmMemory
    new (size: { readonly initial: number; readonly maximum: number; readonly shared: true }): SharedWasmMemory
  }
}

declare const WebAssembly: WasmEngine

/** WebAssembly, typed for core. */
export const wasm: WasmEngine = WebAssembly
