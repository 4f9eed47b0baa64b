#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { join } from 'node:path'
import envPaths from 'env-paths'

// The command runs on Node 24, which the lock file brings along; another Node is told so in plain words.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `leantern: expected Node.js 24 or newer, got ${process.versions.node}. In a clone use: npx leantern … (it brings its own Node 24)\n`,
  )
  process.exitCode = 3
} else {
  startAsWanted(await wantedStart())
  keepCompiledCode()
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}

/**
 * V8 reads its flags only when it starts, and the allocator its environment, so this process starts itself once more with those flags
 * that it lacks. Windows cannot.
 */
function startAsWanted({ flags, environment }) {
  const missing = flags.filter((flag) => !process.execArgv.includes(flag))
  if (missing.length === 0) return
  const args = [process.execPath, ...missing, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(process.execPath, args, { ...process.env, ...environment })
}

/**
 * V8 crashes where threads free WebAssembly code at one moment on a Linux machine whose CPU has protection keys (nodejs/node#64500).
 * What keeps a library open takes less memory with the flags and the environment of the app's engine, and indexing with its own.
 */
async function wantedStart() {
  const flags = process.platform === 'linux' && hasProtectionKeys() ? ['--no-memory-protection-keys'] : []
  const command = process.argv[2]
  if (!['serve', 'mcp', 'watch', 'index'].includes(command)) return { flags, environment: {} }
  const { indexingFlags, memoryEnvironment, memoryFlags } = await import('../memory-flags.ts')
  if (command === 'index') return { flags: [...flags, ...indexingFlags], environment: {} }
  return { flags: [...flags, ...memoryFlags], environment: memoryEnvironment }
}

function hasProtectionKeys() {
  if (process.env['LEANTERN_PROTECTION_KEYS'] !== undefined) return true
  try {
    return / ospke /u.test(readFileSync('/proc/cpuinfo', 'latin1').slice(0, 8_000))
  } catch {
    return false
  }
}

/** Compiled code is kept, for threads and processes started here too: the command starts in a third of the processor time. */
function keepCompiledCode() {
  const { cache } = envPaths('leantern', { suffix: '' })
  process.env['NODE_COMPILE_CACHE'] ??= join(process.env['LEANTERN_CACHE'] || cache, 'code')
  nodeModule.enableCompileCache(process.env['NODE_COMPILE_CACHE'])
}
