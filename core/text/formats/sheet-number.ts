const DAY_MS = 86_400_000
/** Excel's day 0. Its day 60 is a 29 February 1900 that never was; days before it are one off and not worth a rule. */
const EPOCH_MS = Date.UTC(1899, 11, 30)
const EPOCH_1904_MS = Date.UTC(1904, 0, 1)
/** 31 December 9999, the last day that Excel knows. */
const MOST_DAYS = 2_958_466

/** Whether a number format shows a date or a time: a built-in number, or a code with its letters outside quotes. */
export function isDateFormat(format: string): boolean {
  if (/^\d+$/.test(format)) {
    const id = Number(format)
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  }
  const bare = format.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare.split(';', 1)[0])
}

/** A day number as '2024-02-29', '2024-02-29 14:30', or '14:30' where it is a time only. */
export function dateText(days: number, isFrom1904: boolean): string {
  if (!(days >= 0 && days <= MOST_DAYS)) return String(days)
  // To the second: day numbers are decimal fractions, and 14:30 comes as 14:29:59.9999.
  const ms = Math.round((days * DAY_MS) / 1000) * 1000
  const iso = new Date((isFrom1904 ? EPOCH_1904_MS : EPOCH_MS) + ms).toISOString()
  const time = iso.slice(11, 19).replace(/:00$/, '')
  if (days < 1) return time
  return time === '00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`
}

/** A number as a person reads it: percent as such, and at most 15 digits, as spreadsheets calculate. */
export function numberText(value: number, format: string): string {
  const isPercent = format === '9' || format === '10' || /^[^"]*%/.test(format)
  return isPercent ? `${plainNumber(value * 100)}%` : plainNumber(value)
}

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(15)))
}
