/*
 * `npm run cuda`: gets the libraries with which onnxruntime runs models on an NVIDIA card under Linux. They are too large for the
 * npm package, so they come from elsewhere, and only when a person asks for it: with --yes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const load = createRequire(import.meta.url)
/** What onnxruntime's own script reads; its place is the only part we name. */
const { feeds } = load('onnxruntime-node/script/install-metadata.js') as { feeds: { nuget: { index: string } } }
const { host } = new URL(feeds.nuget.index)

process.exitCode = main(process.argv.slice(2))

function main(words: readonly string[]): number {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say(
      `CUDA is for Linux on x64; here (${process.platform} ${process.arch}) other providers serve: leantern providers`,
    )
    return 2
  }
  const folder = dirname(load.resolve('onnxruntime-node/package.json'))
  const libraries = join(folder, 'bin', 'napi-v6', 'linux', 'x64')
  if (hasCuda(libraries)) {
    say('The CUDA provider is here already. See what it does: leantern providers --again')
    return 0
  }
  explain(libraries)
  if (!words.includes('--yes')) {
    say('Nothing was downloaded. If you agree: npm run cuda -- --yes')
    return 2
  }
  return download(folder, libraries)
}

function explain(libraries: string): void {
  say(
    `This downloads the CUDA 12 provider of onnxruntime from ${host}: the package Microsoft.ML.OnnxRuntime.Gpu.Linux, several`,
  )
  say(`hundred megabytes, of which three libraries are put into ${libraries}.`)
  say(
    'It runs only with an NVIDIA driver, CUDA 12 and cuDNN 9 installed, which are not part of it. npm ci removes it again.',
  )
}

function download(folder: string, libraries: string): number {
  // onnxruntime's own script, which npm was told not to run by itself. 'true' is all that the platform can have, which is CUDA 12 alone; the
  // name cuda12 is lost in the script of 1.30, which then does nothing and ends with 0 where npm started it.
  const { status, stderr } = spawnSync(process.execPath, ['./script/install'], {
    cwd: folder,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'true' },
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0 && hasCuda(libraries)) {
    say('Done. See whether it works and what it brings: leantern providers --again')
    return 0
  }
  const reason = stderr.split('\n').find((line) => /error/iu.test(line)) ?? `the script ended with ${status}`
  say(`It could not be downloaded: ${reason.trim()}`)
  say(`${host} has to be reachable, directly or by the proxy in GLOBAL_AGENT_HTTPS_PROXY.`)
  return 3
}

function hasCuda(libraries: string): boolean {
  return existsSync(libraries) && readdirSync(libraries).includes('libonnxruntime_providers_cuda.so')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
