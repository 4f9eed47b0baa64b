import { describe, expect, test } from 'vitest'
import { encodeAs } from '../testing/charset-fixture.ts'
import { decodeText } from './text.ts'

/* The first article of the Universal Declaration of Human Rights, and a line like those of letters. */
const german = 'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Grüße aus München, schöne Straße!\n'
const smart = 'He said “the café’s menu costs 20 € – or more…” and left, naïve as ever.\n'
const russian =
  'Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью.\n'
/** As likely narrow katakana as Russian, by the frequency of its bytes. */
const pangram = 'Съешь же ещё этих мягких французских булок да выпей чаю. Цапля стоит у реки и ждёт рыбу.\n'
const japanese =
  'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。\n人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。\n'
const simplified =
  '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。\n我们的朋友说这个问题已经解决了。\n'
const traditional =
  '人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。\n我們的朋友說這個問題已經解決了。\n'

describe('text without any mark of its charset', () => {
  test.each([
    ['iso-8859-1', german],
    ['windows-1252', smart],
    ['shift_jis', japanese],
    ['euc-jp', japanese],
    ['iso-2022-jp', japanese],
    ['gb18030', simplified],
    ['big5', traditional],
    ['koi8-r', russian],
    ['koi8-r', pangram],
    ['koi8-r', pangram.repeat(4)],
    ['windows-1251', pangram],
    ['windows-1251', russian],
    ['ibm866', russian],
    ['ibm866', pangram],
    ['ibm866', `╔══════╗\n║ ФАЙЛ ║\n╚══════╝\n${russian}`],
  ])('is read in %s', (charset, text) => {
    expect(decodeText(encodeAs(text, charset))).toEqual({ text, isOwnBytes: false })
  })

  test('is read as old Macs wrote it, lines ended by returns alone', () => {
    expect(decodeText(encodeAs('Café Müller\rnaïve Straße\r', 'macintosh')).text).toBe('Café Müller\nnaïve Straße\n')
    expect(decodeText(encodeAs('Größe;Käse\r1;2\r', 'iso-8859-1')).text).toBe('Größe;Käse\n1;2\n')
  })

  test.each([
    ['German', german],
    ['Russian', russian],
    ['Japanese', japanese],
    ['Chinese', simplified],
  ])('is read in UTF-16 of either order (%s)', (_language, text) => {
    const bytes = Buffer.from(text, 'utf16le')
    expect(decodeText(bytes).text).toBe(text)
    expect(decodeText(Buffer.from(bytes).swap16()).text).toBe(text)
  })

  test('is not taken for UTF-16 where it is a binary file', () => {
    const binary = Uint8Array.from({ length: 2_000 }, (_, i) => (i * 7919) % 256)
    expect(() => decodeText(binary)).toThrow(/binary file/)
    expect(() => decodeText(Buffer.from('text\0\0text\0more'))).toThrow(/binary file/)
  })
})
