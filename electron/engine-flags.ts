import { memoryFlags } from '../core/memory-flags.ts'

/*
 * The first: V8 crashes where threads free WebAssembly code at one moment on a CPU with protection keys (nodejs/node#64500, "jit_page.has_value()").
 * It is read once, when V8 starts: v8.setFlagsFromString() comes too late.
 */
const v8Flags = ['--no-memory-protection-keys', ...memoryFlags]

/**
 * The allocator of Linux keeps what was freed, per thread and up to 32 MB a piece; so it gives large pieces back at once. Chromium's own, in
 * Electron, does not look at these.
 */
export const engineEnvironment: Readonly<Record<string, string>> =
  process.platform === 'linux'
    ? { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '8388608', MALLOC_TRIM_THRESHOLD_: '16777216' }
    : {}

/** What Node is started with for the engine. */
export const nodeFlags: readonly string[] = v8Flags

/** The same for Electron's utility process, whose `execArgv` are switches of Chromium. */
export const utilityFlags: readonly string[] = [`--js-flags=${v8Flags.join(' ')}`]
