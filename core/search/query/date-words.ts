/* Words of dates in German and Arabic, said in English, so that one grammar (`dates.ts`) reads all. */
import { fold } from '../../keywords/fold.ts'

/** Words that stand for each English one, as people write them; Arabic ones without their article, where it says nothing. */
const vocabulary: Readonly<Record<string, string>> = {
  today: 'heute اليوم',
  now: 'jetzt الآن',
  yesterday: 'gestern أمس البارحة',
  tomorrow: 'morgen غدا بكرة',
  hour: 'stunde stunden ساعة ساعات',
  day: 'tag tage tagen يوم أيام يوما',
  week: 'woche wochen أسبوع أسابيع',
  month: 'monat monate monaten monats شهر أشهر شهور',
  quarter: 'quartal quartale quartalen quartals ربع',
  year: 'jahr jahre jahren jahres سنة سنوات سنين عام أعوام',
  weekend: 'wochenende wochenendes',
  last:
    'letzte letzter letztes letzten letztem vorige voriger voriges vorigen vorigem vergangene vergangener vergangenes vergangenen ' +
    'ماضي ماضية ماضيين ماضيان ماضيتين فائت فائتة سابق سابقة منصرم منصرمة آخر أخير أخيرة',
  this: 'diese dieser dieses diesen diesem aktuelle aktuellen aktuelles laufende laufenden laufendes هذا هذه حالي حالية جاري جارية',
  next: 'nächste nächster nächstes nächsten nächstem naechste naechster naechstes naechsten kommende kommenden kommendes قادم قادمة مقبل مقبلة',
  january: 'januar jänner jaenner jän يناير جانفي',
  february: 'februar feber فبراير شباط فيفري',
  march: 'märz maerz mrz مارس آذار',
  april: 'أبريل نيسان أفريل',
  may: 'mai مايو أيار ماي',
  june: 'juni يونيو يونيه حزيران جوان',
  july: 'juli يوليو يوليه تموز جويلية',
  august: 'أغسطس آب أوت',
  september: 'سبتمبر أيلول',
  october: 'oktober okt أكتوبر',
  november: 'نوفمبر',
  december: 'dezember dez ديسمبر',
  monday: 'montag الاثنين',
  tuesday: 'dienstag الثلاثاء',
  wednesday: 'mittwoch الأربعاء',
  thursday: 'donnerstag الخميس',
  friday: 'freitag الجمعة',
  saturday: 'samstag sonnabend السبت',
  sunday: 'sonntag الأحد',
  spring: 'frühling frühjahr fruehling fruehjahr ربيع',
  summer: 'sommer صيف',
  autumn: 'herbst خريف',
  winter: 'شتاء',
  one: 'ein eine einem einer eines einen واحد واحدة',
  two: 'zwei اثنين اثنان اثنتين',
  three: 'drei ثلاثة ثلاث',
  four: 'vier أربعة أربع',
  five: 'fünf fuenf خمسة خمس',
  six: 'sechs ستة ست',
  seven: 'sieben سبعة سبع',
  eight: 'acht ثمانية ثماني ثمان',
  nine: 'neun تسعة تسع',
  ten: 'zehn عشرة عشر',
  eleven: 'elf',
  twelve: 'zwölf zwoelf',
  '1.': 'erste erster erstes ersten أول أولى',
  '2.': 'zweite zweiter zweites zweiten ثاني ثانية',
  '3.': 'dritte dritter drittes dritten ثالث ثالثة',
  '4.': 'vierte vierter viertes vierten رابع رابعة',
  before: 'vor قبل منذ',
  'two hour': 'ساعتين',
  'two day': 'يومين',
  'two week': 'أسبوعين',
  'two month': 'شهرين',
  'two year': 'سنتين عامين',
}

/** Several words that stand for one. */
const phrases: readonly (readonly [foreign: string, english: string])[] = [
  ['vorgestern', 'day before yesterday'],
  ['أول أمس', 'day before yesterday'],
  ['أمس الأول', 'day before yesterday'],
  ['قبل أمس', 'day before yesterday'],
  ['نهاية الأسبوع', 'weekend'],
  ['كانون الثاني', 'january'],
  ['تشرين الأول', 'october'],
  ['تشرين الثاني', 'november'],
  ['كانون الأول', 'december'],
]

/** Nothing is said by them, unless they stand at the end: there they begin what follows the date. */
const particles = new Set('the der die das den dem des am im in vom von في من'.split(' '))

const named = '(monday|tuesday|wednesday|thursday|friday|saturday|sunday)'
const months = '(january|february|march|april|may|june|july|august|september|october|november|december)'
const units = '(hour|day|week|month|quarter|year|weekend)'
const shifts = '(last|this|next)'

/** What other languages say in another order. */
const orders: readonly (readonly [from: RegExp, to: string])[] = [
  [new RegExp(`^before (?:(\\S+) )?${units}$`), '$1 $2 ago'],
  [new RegExp(`^(?:day )?(?:${named}|${months}) ${shifts}$`), '$3 $1$2'],
  [new RegExp(`^${units} (\\S+) ${shifts}$`), '$3 $2 $1'],
  [new RegExp(`^(\\S+) ${units} ${shifts}$`), '$3 $1 $2'],
  [new RegExp(`^${units} ${shifts}$`), '$2 $1'],
  [new RegExp(`^day ${named}$`), '$1'],
  [new RegExp(`^month ${months}`), '$1'],
  [/^(spring|summer|autumn|winter) last$/, 'last $1'],
  [/^year (\d{4})$/, '$1'],
  [/^([1-4])\.? quarter(?: (?:year )?(\d{4}))?$/, 'q$1 $2'],
  [/^quarter ([1-4])\.?(?: (?:year )?(\d{4}))?$/, 'q$1 $2'],
]

const words = new Map(
  Object.entries(vocabulary).flatMap(([english, all]) => all.split(' ').map((word) => [fold(word), english] as const)),
)
const foldedPhrases = phrases.map(([foreign, english]) => [` ${fold(foreign)} `, ` ${english} `] as const)

/** Small letters, one blank between words, the words of other languages as English says them; what is not known stays. */
export function inEnglish(text: string): string {
  const folded = fold(text)
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replaceAll(/[\s,_،]+/g, ' ')
    .trim()
  const whole = foldedPhrases.reduce((all, [foreign, english]) => all.replace(foreign, english), ` ${folded} `)
  const tokens = whole.trim().split(' ')
  const said = tokens
    .filter((token, i) => i === tokens.length - 1 || !particles.has(token))
    .map((token) => words.get(token) ?? words.get(token.replace(/^ال|\.$/, '')) ?? token)
    .join(' ')
  const known = orders.find(([from]) => from.test(said))
  return known === undefined
    ? said
    : said
        .replace(...known)
        .replaceAll(/ +/g, ' ')
        .trim()
}
