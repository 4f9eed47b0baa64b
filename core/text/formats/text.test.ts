import { describe, expect, test } from 'vitest'
import { decodeText, foldedLine, tidyText } from './text.ts'

const russian =
  'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Жена узнала, что муж был в связи с бывшею в их доме француженкою-гувернанткой, и объявила мужу, что не может жить с ним в одном доме. '

function bytesOf(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

/** Cyrillic in windows-1251, as far as `russian` needs it. */
function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => {
    const code = char.charCodeAt(0)
    if (char === 'ё') return 0xb8
    return code < 128 ? code : code - 0x410 + 0xc0
  })
}

describe('decoding a text file', () => {
  test('leaves UTF-8 as it is, byte order mark, line ends and all', () => {
    for (const text of ['plain\r\n\r\n\r\n  text \n', '\ufeffwith a mark', 'Grüße, 世界, 😀', '']) {
      expect(decodeText(Buffer.from(text))).toEqual({ text, isOwnBytes: true })
    }
  })

  test.each(['utf-16le', 'utf-16be'])('reads %s with a byte order mark', (charset) => {
    const bytes = Buffer.from('\ufeffGrüße\r\naus Kiel', 'utf16le')
    if (charset === 'utf-16be') bytes.swap16()
    expect(decodeText(bytes)).toEqual({ text: 'Grüße\naus Kiel', isOwnBytes: false })
  })

  test('reads Western UTF-16 without a byte order mark', () => {
    expect(decodeText(Buffer.from('Hello over there', 'utf16le')).text).toBe('Hello over there')
    expect(decodeText(Buffer.from('Hello over there', 'utf16le').swap16()).text).toBe('Hello over there')
  })

  test('guesses other charsets, also where they show only after a long plain beginning', () => {
    expect(decodeText(Buffer.from('Äpfel und Öl für Bärbel, süß', 'latin1')).text).toBe('Äpfel und Öl für Bärbel, süß')
    const late = Buffer.concat([Buffer.from('plain words '.repeat(10_000)), windows1251(russian)])
    expect(decodeText(late).text.endsWith(russian.trimEnd())).toBe(true)
  })

  test('believes a declared charset, but not one that is unknown or is UTF-8 for bytes that are not', () => {
    expect(decodeText(windows1251('да'), 'windows-1251').text).toBe('да')
    expect(decodeText(windows1251(russian), 'no-such-charset').text).toContain('француженкою')
    expect(decodeText(windows1251(russian), 'utf-8').text).toContain('француженкою')
  })

  test('keeps UTF-8 with a damaged character readable', () => {
    const bytes = Buffer.concat([Buffer.from('Grüße aus dem Süden. '.repeat(20)), bytesOf(0xc3), Buffer.from(' Ende')])
    expect(decodeText(bytes).text).toMatch(/^Grüße aus dem Süden\. .*� Ende$/)
    expect(decodeText(bytes).isOwnBytes).toBe(false)
  })

  test('refuses binary files', () => {
    expect(() => decodeText(bytesOf(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0))).toThrow(/binary file/)
  })
})

test('tidied text has line feeds, no trailing spaces, single blank lines, no NUL and no lone surrogate', () => {
  expect(tidyText('a \t\r\n\r\n\r\n\rb\0c\ud800')).toBe('a\n\nbc\ufffd')
})

test('a folded line is one line, cut between characters', () => {
  expect(foldedLine('  two\n words ')).toBe('two words')
  expect(foldedLine('ab😀', 3)).toBe('ab')
})

test('tidying a megabyte of spaces ends in good time', () => {
  expect(tidyText(`a${' '.repeat(1_000_000)}b`)).toHaveLength(1_000_002)
})
