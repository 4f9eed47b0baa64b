/** Old objects are collected when V8's heap has grown by so much, percent. */
export const heapGrowingPercent = 30

/**
 * What Node is started with where a library is kept open for searching: a small young generation, and old objects collected when
 * there are a third more of them. Without, V8 holds 200 MB for 45 MB of objects after some hundred searches. With 8 MB for young ones
 * instead of 4 half as many collections, of 2.4 ms each: slow queries by words and meaning take a fifth less, for 10 MB more, of which
 * a third instead of half gives back 5. Indexing takes 350 MB at most instead of 630.
 */
export const memoryFlags: readonly string[] = [
  '--max-semi-space-size=8',
  `--heap-growing-percent=${heapGrowingPercent}`,
]

/**
 * And with what in its environment: the allocator of Linux keeps what was freed, per thread and up to 32 MB a piece; so it gives
 * pieces of half a megabyte back at once: after 92 keys and a rest the engine keeps 70 MB of its own instead of 89, in the same processor time. Chromium's own, in Electron, does not look at these.
 */
export const memoryEnvironment: Readonly<Record<string, string>> =
  process.platform === 'linux'
    ? { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '524288', MALLOC_TRIM_THRESHOLD_: '1048576' }
    : {}

/** For a process that indexes and ends: 45 MB of text take 450 MB at most instead of 530, in the same processor time. */
export const indexingFlags: readonly string[] = ['--max-semi-space-size=16']
