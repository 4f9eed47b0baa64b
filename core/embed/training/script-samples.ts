import { UNICODE_WORDS } from '../words-pattern.ts'

/** Words of many languages, and the characters that stand for themselves. */
export interface ScriptSamples {
  /** Word → in how many names it stands. */
  readonly words: Map<string, number>
  /** Han, kana: the frequent ones. */
  readonly singles: ReadonlySet<string>
}

const languages = (
  'ar bg bn ca cs da de el en es et eu fa fi fr gl gu he hi hr hu hy id is it ja ka kk km kn ko lo lt lv mk ml mn mr ms my nb ne nl pa ' +
  'pl pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi yue zh zh-Hant am az be'
).split(' ')

/**
 * The training text is English. So that other scripts do not vanish, their letters and frequent parts of words come from the
 * names of countries, languages, scripts, currencies, months and units that Unicode's locale data (in Node) gives in 68
 * languages, and the frequent Han and Hangul characters from the first levels of the national character sets.
 */
export function scriptSamples(): ScriptSamples {
  const words = new Map<string, number>()
  const pattern = new RegExp(UNICODE_WORDS, 'gu')
  const singles = new Set(levelOneCharacters())
  for (const language of languages) {
    for (const name of namesIn(language)) {
      for (const word of name.normalize('NFKC').toLowerCase().match(pattern) ?? []) {
        if (/^[a-z0-9]+$/.test(word)) continue
        if (word.length === 1 && /[ぁ-ヿ㐀-鿿]/.test(word)) singles.add(word)
        else words.set(word, (words.get(word) ?? 0) + 1)
      }
    }
  }
  for (const syllable of levelOne('euc-kr', [0xb0, 0xc8])) words.set(syllable, (words.get(syllable) ?? 0) + EVERYDAY)
  for (const letter of alphabetLetters()) words.set(letter, words.get(letter) ?? 1)
  return { words, singles }
}

/** Blocks of alphabets whose letters all have a place: Latin with its additions, Greek to Hebrew, Vietnamese. */
const alphabets = [
  [0xdf, 0x24f],
  [0x370, 0x5ea],
  [0x1ea0, 0x1eff],
] as const

function* alphabetLetters(): Generator<string> {
  for (const [first, last] of alphabets) {
    for (let point = first; point <= last; point++) {
      const letter = String.fromCodePoint(point)
      if (/\p{L}/u.test(letter) && letter.normalize('NFKC').toLowerCase() === letter) yield letter
    }
  }
}

/** Counts as if a frequent character was seen so often. */
const EVERYDAY = 3

const regions = twoLetters().map((code) => code.toUpperCase())

function* namesIn(language: string): Generator<string> {
  for (const [type, codes] of [
    ['region', regions],
    ['language', twoLetters()],
    [
      'script',
      'Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Jpan Khmr Knda Laoo Latn Mlym Mong Mymr Orya Sinh Taml Telu Thai Tibt'.split(
        ' ',
      ),
    ],
    ['currency', Intl.supportedValuesOf('currency')],
  ] as const) {
    const names = new Intl.DisplayNames(language, { type, fallback: 'none' })
    for (const code of codes) yield names.of(code) ?? ''
  }
  for (const unit of Intl.supportedValuesOf('unit')) {
    yield new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(7)
  }
  const dates = new Intl.DateTimeFormat(language, { month: 'long', weekday: 'long', timeZone: 'UTC' })
  for (let day = 0; day < 365; day += 9) yield dates.format(day * 86_400_000)
}

function twoLetters(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  return letters.flatMap((first) => letters.map((second) => first + second))
}

/** Level 1 of GB 2312 and of JIS X 0208, and kana: the characters in everyday use. */
function levelOneCharacters(): string[] {
  return [
    ...levelOne('gb2312', [0xb0, 0xd7]),
    ...levelOne('euc-jp', [0xb0, 0xcf]),
    ...levelOne('euc-jp', [0xa4, 0xa5]),
  ].filter((character) => /^[ぁ-ゖァ-ヺー㐀-鿿]$/.test(character))
}

/** The characters of these rows of a character set of 94 by 94. */
function levelOne(label: string, [first, last]: readonly [first: number, last: number]): string[] {
  const decoder = new TextDecoder(label)
  return Array.from({ length: (last - first + 1) * 94 }, (_, i) =>
    decoder.decode(Uint8Array.of(first + Math.floor(i / 94), 0xa1 + (i % 94))),
  ).filter((character) => /^\p{L}$/u.test(character))
}
