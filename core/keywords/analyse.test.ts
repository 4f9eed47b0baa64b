import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { analyse, createAnalyser } from './analyse.ts'
import { longestTerm } from './token-terms.ts'

describe('the terms of a text', () => {
  test.each([
    ['English words are stemmed', 'The connected Connections', 'the connect connect'],
    ['accents and case do not count', 'Crème BRÛLÉE Ångström', 'creme brule angstrom'],
    ['letters that keyboards lack have plain forms', 'Straße Łódź smørrebrød ﬁne', 'strass lodz smorrebrod fine'],
    ['decomposed letters are the same as composed ones', 'cafe\u0301 caf\u00e9', 'cafe cafe'],
    ['soft hyphens and zero-width signs are not there', 'soft\u00adware pass\u200bword', 'softwar password'],
    ['a possessive is its noun', 'the dog’s dogs’ bone', 'the dog dog bone'],
    ['contractions are one word', "don't you'll", 'dont youll'],
    ['other apostrophes part words', "l'homme qu'il O'Brien Ankara'da", 'l homm qu il o brien ankara da'],
    [
      'a camelCase name is found whole and by its words',
      'HTMLParser openFile',
      'htmlparser html parser openfil open file',
    ],
    ['plural capitals are one word', 'URLs and IDs', 'url and id'],
    ['a snake_case name too', 'max_size __init__', 'max_size max size init'],
    ['a dotted name too', 'os.path.join node.js', 'os.path.join os path join node.js node js'],
    ['dots between single letters do not count', 'the U.S.A. e.g. here', 'the usa eg here'],
    ['numbers and versions stay whole', '1.5 and 24.21.0 in 2024', '1.5 and 24.21.0 24 21 in 2024'],
    ['languages with signs are words', 'C++ and C# not c', 'c++ and c# not c'],
    ['a word without spaces around its script is cut in pairs', '東京都に', '東京 京都 都に'],
    ['a single ideograph is a term', '茶 tea', '茶 tea'],
    ['Hangul and Thai are cut in pairs as well', '한국어 ไทย', '한국 국어 ไท ทย'],
    ['other scripts are folded', 'ΤΆΞΗΣ τάξης Ёлка', 'ταξησ ταξησ елка'],
    ['signs, emoji and control characters are nothing', '\0 -- 🙂 \u202e *** a\ud800b', 'a b'],
    ['nothing has no terms', '', ''],
  ])('%s', (_, text, terms) => {
    expect(analyse(text).join(' ')).toBe(terms)
  })

  test('of a language without a stemmer are folded only', () => {
    expect(analyse('casas connected', 'pl')).toEqual(['casas', 'connected'])
  })

  test('of Vietnamese keep their marks, which make other words', () => {
    expect(analyse('Má mà ma', 'vi')).toEqual(['má', 'mà', 'ma'])
  })

  test('are cut where they are very long, the same each time', () => {
    const long = 'x'.repeat(100_000)
    expect(analyse(`${long} ${long}`)).toEqual(['x'.repeat(longestTerm), 'x'.repeat(longestTerm)])
  })

  test('are well-formed text, wherever a long word is cut', () => {
    for (let length = longestTerm - 2; length < longestTerm + 2; length++) {
      for (const term of analyse(`${'x'.repeat(length)}𝒳y`)) expect(term.isWellFormed()).toBe(true)
    }
  })

  test('are the same when an analyser has seen many other words before', () => {
    const random = randomNumbers(1)
    const word = (): string =>
      Array.from({ length: 1 + Math.floor(random() * 8) }, () => 'aeinrstE.'[Math.floor(random() * 9)]).join('')
    const analyser = createAnalyser('en', 16)
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 20 }, word).join(' ')
      const terms: string[] = []
      analyser.each(text, (term) => terms.push(term))
      expect(terms).toEqual(analyse(text))
    }
  })
})
