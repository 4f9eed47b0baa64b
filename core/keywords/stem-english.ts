/*
 * Snowball's stemmer for English ("Porter2"), as of Snowball 3.1: https://snowballstem.org/algorithms/english/stemmer.html
 * Written from the algorithm's description; equal to Snowball's own (3.1.1) on the 261,095 different words of ../data/prose.
 */

const exceptions = new Map([
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word) => [word, word] as const),
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
])

/** The longest of them, in letters. */
const longestException = 6

/** By the code of the first letter: a beginning after which region 1 starts, whatever its vowels say. */
const longBeginnings: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) =>
  ['arsen', 'commun', 'emerg', 'gener', 'inter', 'later', 'organ', 'past', 'univers'].find(
    (beginning) => beginning.charCodeAt(0) === code,
  ),
)

/** By ASCII code; Y is a consonant. */
const vowels = Uint8Array.from({ length: 128 }, (_, code) => ('aeiouy'.includes(String.fromCharCode(code)) ? 1 : 0))

function isVowelAt(word: string, i: number): boolean {
  const unit = word.charCodeAt(i)
  return unit < 128 && vowels[unit] === 1
}

type Rule = readonly [suffix: string, replacement: string]

/** By the code of its last letter: what may fit a word, longest first; the first that fits is taken, or none. */
type Rules = readonly (readonly Rule[] | undefined)[]

function byLastLetter(rules: readonly Rule[]): Rules {
  const by: Rule[][] = []
  for (const rule of rules) (by[rule[0].charCodeAt(rule[0].length - 1)] ??= []).push(rule)
  return Array.from({ length: 128 }, (_, code) => by[code])
}

const step2 = byLastLetter([
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['fulness', 'ful'],
  ['iveness', 'ive'],
  ['ousness', 'ous'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['tional', 'tion'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ation', 'ate'],
  ['entli', 'ent'],
  ['fulli', 'ful'],
  ['iviti', 'ive'],
  ['ogist', 'og'],
  ['ousli', 'ous'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['anci', 'ance'],
  ['ator', 'ate'],
  ['enci', 'ence'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
])
const step3 = byLastLetter([
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['ative', ''],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
])
const step4 = byLastLetter(
  'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'
    .split(' ')
    .map((suffix): Rule => [suffix, '']),
)

/** The stem of `word`, which is in lower case: 'relational' → 'relat'. */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word
  const known = word.length <= longestException ? exceptions.get(word) : undefined
  if (known !== undefined) return known
  // A y that is a consonant is written Y until the end.
  let stem = word.startsWith("'") ? word.slice(1) : word
  if (stem.startsWith('y')) stem = `Y${stem.slice(1)}`
  if (stem.includes('y')) stem = stem.replaceAll(/([aeiouy])y/g, '$1Y')
  const region1 = startOfRegion1(stem)
  const region2 = endOfFirstRegion(stem, region1) ?? Infinity
  if (stem.includes("'")) stem = stem.replace(/'(?:s'?)?$/, '')
  stem = withoutPlural(stem)
  stem = withoutPast(stem, region1)
  stem = withLastI(stem)
  stem = applyStep2(stem, region1)
  stem = applyStep3(stem, region1, region2)
  stem = applyStep4(stem, region2)
  stem = withoutFinal(stem, region1, region2)
  return stem.includes('Y') ? stem.replaceAll('Y', 'y') : stem
}

/** After the first consonant that follows a vowel. */
function startOfRegion1(word: string): number {
  const beginning = longBeginnings[word.charCodeAt(0)]
  if (beginning !== undefined && word.startsWith(beginning)) return beginning.length
  return endOfFirstRegion(word, 0) ?? word.length
}

/** End of the first vowel with a consonant behind it, from `start` on. */
function endOfFirstRegion(word: string, start: number): number | null {
  for (let i = start; i + 1 < word.length; i++) if (isVowelAt(word, i) && !isVowelAt(word, i + 1)) return i + 2
  return null
}

/** Among the first `end` letters. */
function hasVowel(word: string, end: number): boolean {
  for (let i = 0; i < end; i++) if (isVowelAt(word, i)) return true
  return false
}

/** Whether a word ends with one of some letters: other words, which are most, need no look at longer endings. */
function endsWithOne(letters: string, word: string): boolean {
  return letters.includes(word.charAt(word.length - 1))
}

function withoutPlural(word: string): string {
  if (!endsWithOne('sd', word)) return word
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1)
  if (!word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word
  return hasVowel(word, word.length - 2) ? word.slice(0, -1) : word
}

const wordsInEed: ReadonlySet<string> = new Set(['succ', 'proc', 'exc'])
const wordsInIng: ReadonlySet<string> = new Set(['even', 'cann', 'inn', 'earr', 'herr', 'out'])
const doubles: ReadonlySet<string> = new Set(['bb', 'dd', 'ff', 'gg', 'mm', 'nn', 'pp', 'rr', 'tt'])

function withoutPast(word: string, region1: number): string {
  if (!endsWithOne('dgy', word)) return word
  const isAdverb = word.endsWith('ly')
  const whole = isAdverb ? word.slice(0, -2) : word
  if (whole.endsWith('eed')) {
    const rest = whole.slice(0, -3)
    return rest.length < region1 || wordsInEed.has(rest) ? word : `${rest}ee`
  }
  const isIng = whole.endsWith('ing')
  if (!isIng && !whole.endsWith('ed')) return word
  const rest = whole.slice(0, isIng ? -3 : -2)
  if (isIng && !isAdverb) {
    if (rest.length === 2 && rest[1] === 'y' && !isVowelAt(rest, 0)) return `${rest[0]}ie`
    if (wordsInIng.has(rest)) return word
  }
  if (!hasVowel(rest, rest.length)) return word
  if (rest.endsWith('at') || rest.endsWith('bl') || rest.endsWith('iz')) return `${rest}e`
  if (doubles.has(rest.slice(-2))) return rest.length === 3 && 'aeo'.includes(rest[0]) ? rest : rest.slice(0, -1)
  return rest.length === region1 && endsShort(rest) ? `${rest}e` : rest
}

/** A y at the end, behind a consonant that is not the word's first letter. */
function withLastI(word: string): string {
  if (!word.endsWith('y') && !word.endsWith('Y')) return word
  return word.length > 2 && !isVowelAt(word, word.length - 2) ? `${word.slice(0, -1)}i` : word
}

/** Whether it ends in a short syllable. */
function endsShort(word: string): boolean {
  const last = word.length - 1
  if (last < 1 || isVowelAt(word, last)) return false
  if (!isVowelAt(word, last - 1)) return word.endsWith('past')
  return last === 1 || (!isVowelAt(word, last - 2) && !'wxY'.includes(word[last]))
}

function fitting(rules: Rules, word: string): Rule | undefined {
  const some = rules[word.charCodeAt(word.length - 1)]
  if (some !== undefined) for (const rule of some) if (word.endsWith(rule[0])) return rule
  return undefined
}

function applyStep2(word: string, region1: number): string {
  const rule = fitting(step2, word)
  if (rule === undefined) return word
  const rest = word.slice(0, -rule[0].length)
  if (rest.length < region1) return word
  if (rule[0] === 'ogi' && !rest.endsWith('l')) return word
  if (rule[0] === 'li' && !(rest !== '' && 'cdeghkmnrt'.includes(rest.slice(-1)))) return word
  return rest + rule[1]
}

function applyStep3(word: string, region1: number, region2: number): string {
  const rule = fitting(step3, word)
  if (rule === undefined) return word
  const rest = word.slice(0, -rule[0].length)
  return rest.length < (rule[0] === 'ative' ? region2 : region1) ? word : rest + rule[1]
}

function applyStep4(word: string, region2: number): string {
  const rule = fitting(step4, word)
  if (rule === undefined) return word
  const rest = word.slice(0, -rule[0].length)
  if (rest.length < region2) return word
  return rule[0] === 'ion' && !rest.endsWith('s') && !rest.endsWith('t') ? word : rest
}

function withoutFinal(word: string, region1: number, region2: number): string {
  const rest = word.slice(0, -1)
  if (word.endsWith('e')) {
    return rest.length >= region2 || (rest.length >= region1 && !endsShort(rest)) ? rest : word
  }
  return word.endsWith('ll') && rest.length >= region2 ? rest : word
}
