import type { PackedFile } from './asar.ts'

export interface Target {
  /** As Node names it: 'linux', 'darwin', 'win32'. */
  readonly platform: string
  readonly arch: string
}

/** What the app cannot do without. */
function needed({ platform, arch }: Target): readonly string[] {
  return [
    'package.json',
    'out/main/main.js',
    'out/main/engine.js',
    'out/main/extract-worker.js',
    'out/main/build-worker.js',
    'out/main/graph-worker.js',
    'out/main/token-worker.js',
    'out/main/picture-worker.js',
    'out/main/probe-child.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    'assets/model/model.onnx',
    'assets/model/tokenizer.json',
    platform === 'darwin' ? 'assets/icons/tray-attentionTemplate@2x.png' : 'assets/icons/tray-attention.png',
    `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    'node_modules/electron-updater/package.json',
    'node_modules/@hyzyla/pdfium/package.json',
  ]
}

/** Never in a package: sources, tests, training data, tools, what is another machine's. */
const unwanted: readonly RegExp[] = [
  /^(?:core|electron|renderer|e2e|\.github|dist)\//u,
  /\.test\.[jt]sx?$/u,
  /^node_modules\/(?:electron|electron-builder|vite|vitest|typescript|@playwright|react|react-dom|oxlint|knip)\//u,
  /^node_modules\/node-(?:linux|darwin|win)/u,
  /\.(?:map|mbox|eml|parquet)$/u,
  /(?:^|\/)\.env/u,
]

/** What is wrong with the files of a package, one sentence each; none: it is as it should be. */
export function wrongIn(files: readonly PackedFile[], target: Target): string[] {
  const paths = new Set(files.map(({ path }) => path))
  const missing = needed(target).filter((path) => !paths.has(path))
  const extra = files.filter(({ path }) => unwanted.some((pattern) => pattern.test(path)))
  const foreign = files.filter(({ path }) => isForeign(path, target))
  // The system's loader, and native code, open files by their path: they know nothing of archives.
  const packed = files.filter(({ path, isUnpacked }) => isNative(path) && !isUnpacked)
  return [
    ...missing.map((path) => `${path} is missing`),
    ...extra.map(({ path }) => `${path} should not be there`),
    ...foreign.map(({ path }) => `${path} is another machine's`),
    ...packed.map(({ path }) => `${path} should lie beside the archive`),
  ]
}

function isNative(path: string): boolean {
  return /\.(?:node|so|dylib|dll|onnx)(?:\.\d+)*$/u.test(path)
}

function isForeign(path: string, { platform, arch }: Target): boolean {
  const [, runtime] = /onnxruntime-node\/bin\/napi-v6\/([^/]+\/[^/]+)\//u.exec(path) ?? []
  if (runtime !== undefined) return runtime !== `${platform}/${arch}`
  const [, prebuild] = /better-sqlite3\/prebuilds\/(.+)\.node$/u.exec(path) ?? []
  return prebuild !== undefined && prebuild !== `${platform}-${arch}`
}

/** Bytes of a package by its parts, the largest first. */
export function sizesOf(files: readonly PackedFile[]): Record<string, number> {
  const sizes = new Map<string, number>()
  for (const { path, size } of files) sizes.set(partOf(path), (sizes.get(partOf(path)) ?? 0) + size)
  return Object.fromEntries([...sizes].toSorted(([, a], [, b]) => b - a))
}

function partOf(path: string): string {
  const [first, second, third] = path.split('/')
  if (first !== 'node_modules')
    return second === undefined || path.startsWith('assets/icons') ? 'other' : `${first}/${second}`
  return second.startsWith('@') ? `${second}/${third}` : second
}
