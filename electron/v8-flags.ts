import { memoryFlags } from '../core/memory-flags.ts'

/*
 * The first: V8 crashes where threads free WebAssembly code at one moment on a CPU with protection keys (nodejs/node#64500, "jit_page.has_value()").
 * It is read once, when V8 starts: v8.setFlagsFromString() comes too late.
 */
const v8Flags = ['--no-memory-protection-keys', ...memoryFlags]

/** What Node is started with for the engine. */
export const nodeFlags: readonly string[] = v8Flags

/** The same for Electron's utility process, whose `execArgv` are switches of Chromium. */
export const utilityFlags: readonly string[] = [`--js-flags=${v8Flags.join(' ')}`]

/**
 * V8's flags for the window's page: with the usual young generation of 16 MB a page keeps what every key's rows left behind. After 66
 * keys it holds 67 MB of its own instead of 87, in the same processor time. A page may have its garbage collected once it is loaded.
 */
export const pageFlags = '--max-semi-space-size=2 --expose-gc'
