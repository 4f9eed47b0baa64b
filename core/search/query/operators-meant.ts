/* What a name before a colon was meant for, that is none of our operators. */
import { fold } from '../../keywords/fold.ts'
import { nearest } from './nearest.ts'
import { operatorNames, type OperatorName } from './operators.ts'

/** What other programs, Germans and Arabs call our operators. */
const otherNames: Readonly<Record<OperatorName, string>> = {
  type: 'filetype ext extension kind format mime typ dateityp endung نوع النوع امتداد',
  in: 'folder dir directory ordner verzeichnis مجلد المجلد',
  from: 'author sender by von absender autor من المرسل',
  to: 'recipient cc an empfänger إلى المستلم',
  subject: 'title betreff titel موضوع الموضوع عنوان العنوان',
  before: 'until older vor bis قبل حتى',
  after: 'since newer nach seit ab بعد منذ',
  on: 'date when day am datum wann تاريخ التاريخ يوم',
  size: 'larger smaller bigger größe groesse حجم الحجم',
  lang: 'language sprache لغة اللغة',
  source: 'origin quelle مصدر المصدر',
  site: 'host domain url seite موقع الموقع',
  path: 'filename file name pfad datei dateiname مسار المسار',
}

const operatorByName = new Map(
  operatorNames.flatMap((operator) => [
    [operator, operator] as const,
    ...otherNames[operator].split(' ').map((name) => [fold(name), operator] as const),
  ]),
)

/** Whether others call an operator so. */
export function isOtherName(name: string): boolean {
  return operatorByName.has(fold(name))
}

/** The operator that others call so, or that is called nearly so; undefined for none. */
export function operatorMeant(name: string): OperatorName | undefined {
  const folded = fold(name)
  const known = operatorByName.get(folded)
  if (known !== undefined || folded.length < 3) return known
  return operatorByName.get(nearest(folded, [...operatorByName.keys()]) ?? '')
}
