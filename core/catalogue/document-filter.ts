/* Conditions on documents as one SQL query. */
import { homedir } from 'node:os'
import { sep } from 'node:path'
import { fold } from '../keywords/fold.ts'
import { sourceNames, type SourceName } from '../types.ts'
import type { Catalogue } from './catalogue.ts'
import type { DocumentClause, DocumentCondition } from './document-conditions.ts'
import { datedExpression } from './document-record.ts'
import { foldWords } from './sql-functions.ts'

/** Ids of the visible documents that fit all of `clauses`, ascending. */
export function documentsThatFit(
  catalogue: Catalogue,
  clauses: readonly DocumentClause[],
  generation: number,
): Uint32Array {
  const values = new Values()
  const sql = clauses.map((clause) => clauseSql(clause, values)).join(' AND ')
  return catalogue.idsWhere(sql === '' ? '1' : sql, values.named, generation)
}

/** Whether any visible document is what `condition` says. */
export function isAnyThatFits(catalogue: Catalogue, condition: DocumentCondition, generation: number): boolean {
  const values = new Values()
  const sql = clauseSql({ anyOf: [condition], isExcluded: false }, values)
  return catalogue.isAnyWhere(sql, values.named, generation)
}

/** Named parameters of one query. */
class Values {
  readonly named: Record<string, unknown> = {}

  /** Keeps a value; gives what stands for it in SQL. */
  add(value: string | number): string {
    const name = `v${Object.keys(this.named).length}`
    this.named[name] = value
    return `:${name}`
  }
}

function clauseSql({ anyOf, isExcluded }: DocumentClause, values: Values): string {
  const any = anyOf.map((condition) => `coalesce(${conditionSql(condition, values)}, 0)`).join(' OR ')
  const sql = any === '' ? '0' : any
  return isExcluded ? `NOT (${sql})` : `(${sql})`
}

function conditionSql(condition: DocumentCondition, values: Values): string {
  switch (condition.kind) {
    case 'type':
      return typeSql(condition, values)
    case 'folder':
      return folderSql(condition.name, values)
    case 'path':
      return pathSql(condition.text, values)
    case 'sender':
      return `d.sender IN (${stringsWith(condition.text, values)})`
    case 'recipient':
      return `EXISTS (SELECT 1 FROM json_each(d.recipients) WHERE value IN (${stringsWith(condition.text, values)}))`
    case 'subject':
      return `instr(title_words(d.id, d.outline), ${values.add(foldWords(condition.text))}) > 0`
    case 'dated':
      return rangeSql(datedExpression, [condition.from, condition.until === null ? null : condition.until - 1], values)
    case 'size':
      return rangeSql('d.size', [condition.least, condition.most], values)
    case 'language':
      return `l.text = ${values.add(condition.code)}`
    case 'source':
      // The list of names to one of any string.
      return `d.source = ${values.add(sourceNames.indexOf(condition.source as SourceName))}`
    case 'site':
      return siteSql(condition.host, values)
  }
}

/** By its kind, or by the ending of its name or of the archive that it is in: what is in a plan.zip is of type zip, what a message carries of no more than its own. */
function typeSql({ kinds, endings }: DocumentCondition & { kind: 'type' }, values: Values): string {
  const named = endings.map((ending) => {
    const [length, dotted] = [-ending.length - 1, values.add(`.${ending}`)]
    const isInside = `(c.folder IS NOT NULL AND instr(d.name, '//') = 0 AND substr(lower(f.path), ${length}) = ${dotted})`
    return `substr(lower(d.name), ${length}) = ${dotted} OR ${isInside}`
  })
  return [`k.text IN (${kinds.map((kind) => values.add(kind)).join(', ')})`, ...named].join(' OR ')
}

/** The path has this in it; with stars, which stand for anything, it ends so: `src/*.ts`. */
function pathSql(text: string, values: Values): string {
  const place = `fold_text(${placeExpression(values)})`
  const wanted = fold(slashed(text))
  if (!wanted.includes('*')) return `instr(${place}, ${values.add(wanted)}) > 0`
  const pattern = wanted.replaceAll(/[\\%_]/g, '\\$&').replaceAll(/\*+/g, '%')
  return `${place} LIKE ${values.add(`%${pattern}`)} ESCAPE '\\'`
}

/** By name: that folder at any depth, a star at the end for what begins so; by path: it and all below it. */
function folderSql(name: string, values: Values): string {
  const home = name === '~' || name.startsWith('~/') ? homedir() + name.slice(1) : name
  const isBeginning = home.endsWith('*')
  const bare = slashed(isBeginning ? home.slice(0, -1) : home)
  const isAbsolute = bare.startsWith(sep) || /^[A-Za-z]:/.test(bare)
  const trimmed = fold(bare.endsWith(sep) ? bare.slice(0, -1) : bare)
  const wanted = values.add(`${isAbsolute ? '' : sep}${trimmed}${isBeginning ? '' : sep}`)
  const place = `instr(fold_text(path) || ${values.add(sep)}, ${wanted})`
  return `d.folder IN (SELECT id FROM folders WHERE ${place} ${isAbsolute ? '= 1' : '> 0'})`
}

/** People write '/' everywhere. */
function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll('/', sep)
}

/** The path with the part's name behind it; a message's place in its archive says nothing. */
function placeExpression(values: Values): string {
  const mail = values.add(sourceNames.indexOf('mail'))
  return `CASE WHEN c.folder IS NOT NULL AND d.source = ${mail} THEN f.path ELSE f.path || ${values.add(sep)} || d.name END`
}

/** Ids of strings with words that begin so, one after the other. */
function stringsWith(text: string, values: Values): string {
  return `SELECT id FROM strings WHERE instr(fold_words(text), ${values.add(foldWords(text))}) > 0`
}

function rangeSql(
  value: string,
  [least, most]: readonly [least: number | null, most: number | null],
  values: Values,
): string {
  const ends = [
    least === null ? '' : `${value} >= ${values.add(least)}`,
    most === null ? '' : `${value} <= ${values.add(most)}`,
  ]
  return ends.filter((end) => end !== '').join(' AND ')
}

function siteSql(host: string, values: Values): string {
  const below = values.add(`.${host}`)
  return `h.text = ${values.add(host)} OR substr(h.text, ${-host.length - 1}) = ${below}`
}
