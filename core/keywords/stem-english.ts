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

/** Beginnings after which region 1 starts, whatever their vowels say. */
const longBeginning = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/
const firstRegion = /^.*?[aeiouy][^aeiouy]/
const vowel = /[aeiouy]/

type Rule = readonly [suffix: string, replacement: string]

/** Longest first: the first that fits is taken, or none. */
const step2: readonly Rule[] = [
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
]
const step3: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['ative', ''],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
]
const step4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'
  .split(' ')
  .map((suffix): Rule => [suffix, ''])

/** The stem of `word`, which is in lower case: 'relational' → 'relat'. */
export function stemEnglish(word: string): string {
  const known = exceptions.get(word)
  if (known !== undefined || word.length < 3) return known ?? word
  // A y that is a consonant is written Y until the end.
  let stem = word.replace(/^'/, '').replace(/^y/, 'Y')
  if (stem.includes('y')) stem = stem.replaceAll(/([aeiouy])y/g, '$1Y')
  const region1 = startOfRegion1(stem)
  const region2 = region1 + (firstRegion.exec(stem.slice(region1))?.[0].length ?? Infinity)
  stem = withoutPlural(stem.replace(/'(?:s'?)?$/, ''))
  stem = withoutPast(stem, region1)
  stem = stem.replace(/(?<=.[^aeiouy])[yY]$/, 'i')
  stem = applyStep2(stem, region1)
  stem = applyStep3(stem, region1, region2)
  stem = applyStep4(stem, region2)
  return withoutFinal(stem, region1, region2).replaceAll('Y', 'y')
}

/** After the first consonant that follows a vowel. */
function startOfRegion1(word: string): number {
  return (longBeginning.exec(word) ?? firstRegion.exec(word))?.[0].length ?? word.length
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1)
  if (!word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word
  return vowel.test(word.slice(0, -2)) ? word.slice(0, -1) : word
}

function withoutPast(word: string, region1: number): string {
  const suffix = /(?:eed|eedly|ed|edly|ing|ingly)$/.exec(word)?.[0]
  if (suffix === undefined) return word
  const rest = word.slice(0, -suffix.length)
  if (suffix.startsWith('ee')) return rest.length < region1 || /^(?:succ|proc|exc)$/.test(rest) ? word : `${rest}ee`
  if (suffix === 'ing') {
    if (/^[^aeiouy]y$/.test(rest)) return `${rest[0]}ie`
    if (/^(?:even|cann|inn|earr|herr|out)$/.test(rest)) return word
  }
  if (!vowel.test(rest)) return word
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1)
  return rest.length === region1 && endsShort(rest) ? `${rest}e` : rest
}

/** Whether it ends in a short syllable. */
function endsShort(word: string): boolean {
  return /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/.test(word)
}

function fitting(rules: readonly Rule[], word: string): Rule | undefined {
  return rules.find(([suffix]) => word.endsWith(suffix))
}

function applyStep2(word: string, region1: number): string {
  const rule = fitting(step2, word)
  if (rule === undefined) return word
  const rest = word.slice(0, -rule[0].length)
  if (rest.length < region1) return word
  if (rule[0] === 'ogi' && !rest.endsWith('l')) return word
  if (rule[0] === 'li' && !/[cdeghkmnrt]$/.test(rest)) return word
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
  return rest.length < region2 || (rule[0] === 'ion' && !/[st]$/.test(rest)) ? word : rest
}

function withoutFinal(word: string, region1: number, region2: number): string {
  const rest = word.slice(0, -1)
  if (word.endsWith('e')) {
    return rest.length >= region2 || (rest.length >= region1 && !endsShort(rest)) ? rest : word
  }
  return word.endsWith('ll') && rest.length >= region2 ? rest : word
}
