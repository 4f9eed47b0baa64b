import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { extractAsar, listAsar, type PackedFile } from './asar.ts'
import { sizesOf, wrongIn } from './contents.ts'

const linux = { platform: 'linux', arch: 'x64' }
const file = (path: string, isUnpacked = false): PackedFile => ({
  path,
  size: 10,
  isUnpacked,
  at: 0,
  isExecutable: false,
  link: null,
})

test('what is missing, not wanted, of another machine or in the wrong place is said', () => {
  const wrong = wrongIn(
    [
      file('core/library.ts'),
      file('node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node', true),
      file('node_modules/better-sqlite3/prebuilds/win32-x64.node', true),
      file('assets/model/model.onnx'),
      file('out/main/main.js'),
    ],
    linux,
  )
  expect(wrong).toContain('core/library.ts should not be there')
  expect(wrong).toContain("node_modules/better-sqlite3/prebuilds/win32-x64.node is another machine's")
  expect(wrong.filter((line) => line.includes('darwin/arm64'))).toHaveLength(1)
  expect(wrong).toContain('assets/model/model.onnx should lie beside the archive')
  expect(wrong).toContain('out/main/engine.js is missing')
  expect(wrong).not.toContain('out/main/main.js is missing')
})

test('sizes are told by part, the largest first', () => {
  const files = [
    file('node_modules/zod/a.js'),
    file('node_modules/@x/y/b.js'),
    file('node_modules/@x/y/c.js'),
    file('LICENSE'),
  ]
  expect(sizesOf(files)).toEqual({ '@x/y': 20, zod: 10, other: 10 })
})

test('an archive is listed and taken apart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leantern-asar-'))
  try {
    const json = Buffer.from(
      JSON.stringify({
        files: { 'a.txt': { size: 3, offset: '0' }, sub: { files: { 'b.txt': { size: 2, offset: '3' } } } },
      }),
    )
    const padded = Math.ceil(json.length / 4) * 4
    const head = Buffer.alloc(16 + padded)
    head.writeUInt32LE(4, 0)
    head.writeUInt32LE(8 + padded, 4)
    head.writeUInt32LE(4 + padded, 8)
    head.writeUInt32LE(json.length, 12)
    json.copy(head, 16)
    const path = join(folder, 'app.asar')
    writeFileSync(path, Buffer.concat([head, Buffer.from('onetw')]))
    expect(listAsar(path).map(({ path, size }) => [path, size])).toEqual([
      ['a.txt', 3],
      ['sub/b.txt', 2],
    ])
    extractAsar(path, join(folder, 'out'))
    expect(readFileSync(join(folder, 'out/sub/b.txt'), 'utf8')).toBe('tw')
    writeFileSync(path, 'no archive at all')
    expect(() => listAsar(path)).toThrow(/no asar archive/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
