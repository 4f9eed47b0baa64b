/* How often a byte is in a text, by the kernel of count-byte-wat.ts, which looks at sixteen bytes at once. */
import { wasm } from '../../wasm.ts'
import { countByteModule } from './count-byte-binary.ts'

interface Kernel {
  countByte(length: number, wanted: number): number
}

/** Counts in its own memory, where texts are read to piece by piece. */
export class ByteCounter {
  /** 64 kB: they stay in the processor's cache from reading to counting. */
  readonly piece: Uint8Array
  readonly #kernel: Kernel

  constructor() {
    const memory = new wasm.Memory({ initial: 1 })
    this.piece = new Uint8Array(memory.buffer)
    const module = new wasm.Module(Buffer.from(countByteModule, 'base64'))
    this.#kernel = new wasm.Instance(module, { env: { memory } }).exports as Kernel
  }

  /** How often `wanted`, 0 to 255, is in the first `length` bytes of the piece. */
  count(length: number, wanted: number): number {
    return this.#kernel.countByte(length, wanted)
  }
}
