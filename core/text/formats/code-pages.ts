/** Names by which TextDecoder knows Windows' code pages; others are read as windows-1252. */
const labels: ReadonlyMap<number, string> = new Map([
  [437, 'ibm437'],
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gb18030'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [10000, 'macintosh'],
  [10007, 'x-mac-cyrillic'],
  [20866, 'koi8-r'],
  [21866, 'koi8-u'],
  [28591, 'iso-8859-1'],
  [28592, 'iso-8859-2'],
  [28595, 'iso-8859-5'],
  [28597, 'iso-8859-7'],
  [28605, 'iso-8859-15'],
  [50220, 'iso-2022-jp'],
  [50221, 'iso-2022-jp'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
  [65001, 'utf-8'],
])

/** Windows' character sets (LOGFONT) and the code pages they mean. */
const codePages: ReadonlyMap<number, number> = new Map([
  [77, 10000],
  [128, 932],
  [129, 949],
  [130, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
])

/** The decoder's name of a Windows code page. */
export function charsetOfCodePage(codePage: number): string {
  const label = labels.get(codePage) ?? `windows-${codePage}`
  try {
    return new TextDecoder(label).encoding
  } catch {
    return 'windows-1252'
  }
}

/** The code page of a Windows character set; null where it means the document's own. */
export function codePageOfCharset(charset: number): number | null {
  return codePages.get(charset) ?? null
}
