/* Languages as people name them. */
import { fold } from '../../keywords/fold.ts'

const codes =
  'ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  )
/** What people take for codes, after countries. */
const otherCodes: Readonly<Record<string, string>> = { jp: 'ja', cn: 'zh', cz: 'cs', dk: 'da', gr: 'el', ua: 'uk' }
/** Whose names of other languages are understood: those of the window. */
const namingLanguages = ['en', 'de', 'ar']

/** `de`, `deu`, `german`, `Deutsch`, `الألمانية` and `de-AT` are all 'de'; undefined for no language. */
export function languageCode(value: string): string | undefined {
  const wanted = fold(value)
  const [primary] = wanted.split(/[-_]/)
  if (/^[a-z]{2,3}$/.test(primary)) {
    const code = new Intl.Locale(otherCodes[primary] ?? primary).language
    if (languageName(code, 'en') !== undefined) return code
  }
  return codes.find((one) =>
    [...namingLanguages, one].some((language) => fold(languageName(one, language) ?? '') === wanted),
  )
}

/** Undefined where the code stands for none. */
function languageName(code: string, language: string): string | undefined {
  return new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(code)
}
