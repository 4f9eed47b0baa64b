/** Marks that writers leave out as often as not: accents, Hebrew points, Arabic vowels and tatweel; and what nobody sees. */
const droppable = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff]/g

/** Letters that Unicode takes for letters of their own and keyboards do not have. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')

/** Lower case, without accents, compatible forms as one: 'Crème' and 'CREME' are both 'creme'. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (isAscii(lower)) return lower
  // Composed again at the end: Hangul and kana would stay in pieces.
  return lower
    .normalize('NFKD')
    .replace(droppable, '')
    .replace(special, (letter) => plainLetters[letter])
    .normalize('NFC')
    .toLowerCase()
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}
