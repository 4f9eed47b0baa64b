import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { bitFlips, truncations } from '../test/damage.ts'
import { parseManifest, writeManifest, type Manifest } from './manifest.ts'

const manifest: Manifest = {
  format: 1,
  generation: 12,
  nextFile: 7,
  nextDocument: 400,
  model: { name: 'model “ä”', fingerprint: 'ab12', dimensions: 4 },
  codec: {
    seed: 5,
    bits: 64,
    bitsPerDimension: 2,
    centre: Buffer.from(new Float32Array([1, 2, 3, 4]).buffer).toString('base64'),
  },
  segments: [
    { file: 'segment-5.lsg', rows: 100, deletes: 'deletes-5-12.ldl', deletedRows: 3, keywords: null, graph: null },
    { file: 'segment-6.lsg', rows: 1, deletes: null, deletedRows: 0, keywords: null, graph: null },
  ],
}

function codeOfFailure(text: string): string {
  try {
    parseManifest(text)
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

describe('the manifest', () => {
  test('comes back as it was written', () => {
    expect(parseManifest(writeManifest(manifest))).toEqual(manifest)
  })

  test('that is cut off anywhere is refused as damaged', () => {
    for (const cut of truncations(Buffer.from(writeManifest(manifest))))
      expect(codeOfFailure(Buffer.from(cut).toString('utf8'))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    for (const flipped of bitFlips(Buffer.from(writeManifest(manifest))))
      expect(codeOfFailure(Buffer.from(flipped).toString('utf8'))).toMatch(/^library-(?:damaged|too-new)$/u)
  })

  test('of a newer format is refused as too new, whatever else is in it', () => {
    expect(codeOfFailure('{"format":2,"anything":{}}')).toBe('library-too-new')
  })

  test('of another program is refused as damaged, and the message names the way out', () => {
    const text = '{"name":"My extension","manifest_version":3}'
    expect(codeOfFailure(text)).toBe('library-damaged')
    expect(() => parseManifest(text)).toThrow('--rebuild')
  })
})
