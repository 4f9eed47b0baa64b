import { DatabaseSync } from 'node:sqlite'
import { isHeldOut, paragraphsOf, type Section } from './sections.ts'

/** `source` of the sections. */
export const GENE_ONTOLOGY_SOURCE = 'texts/gene-ontology'

/** Names of a term that stand in its header; the others are a sentence of their own, which the header and the definition are sought by. */
const HEADER_NAMES = 2
/** Names and relatives that are told of. */
const MOST_NAMES = 10
const ontologies = ['bp', 'mf', 'cc']

interface Term {
  readonly goId: string
  readonly name: string
  readonly definition: string
  readonly synonyms: string[]
  /** Names of other terms, by what stands before them: "A kind of". */
  readonly relatives: Map<string, string[]>
}

/**
 * The Gene Ontology as sections: a term's names are the header of its definition, its other names and its relatives. `path`: GO.sqlite of
 * Bioconductor's GO.db (tables go_term, go_synonym, go_bp_parents and its like).
 */
export function* geneOntologySections(path: string): Generator<Section> {
  for (const { goId, name, definition, synonyms, relatives } of readTerms(path).values()) {
    const others = synonyms.slice(HEADER_NAMES - 1, MOST_NAMES)
    const sentences = [
      ...paragraphsOf(definition).flat(),
      ...(others.length === 0 ? [] : [`Also: ${others.join(', ')}`]),
      ...[...relatives].map(([opening, names]) => `${opening} ${names.slice(0, MOST_NAMES).join(', ')}`),
    ]
    if (sentences.length === 0) continue
    yield {
      source: GENE_ONTOLOGY_SOURCE,
      isHeldOut: isHeldOut(`gene-ontology/${goId}`),
      header: [name, ...synonyms.slice(0, HEADER_NAMES - 1)].join(', '),
      paragraphs: [sentences],
    }
  }
}

function readTerms(path: string): Map<number, Term> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const terms = new Map<number, Term>()
    // The columns are the format's; a term without a definition has null there.
    const rows = database.prepare('SELECT _id, go_id, term, definition FROM go_term ORDER BY _id').iterate()
    for (const { _id, go_id, term, definition } of rows) {
      terms.set(Number(_id), {
        goId: String(go_id),
        name: String(term),
        definition: String(definition ?? ''),
        synonyms: [],
        relatives: new Map(),
      })
    }
    for (const { _id, synonym } of database
      .prepare('SELECT _id, synonym FROM go_synonym WHERE like_go_id = 0 ORDER BY _id, rowid')
      .iterate()) {
      terms.get(Number(_id))?.synonyms.push(String(synonym))
    }
    for (const ontology of ontologies) addRelatives(database, `go_${ontology}_parents`, terms)
    return terms
  } finally {
    database.close()
  }
}

/** Each term tells of what is more general, and that of its kinds. */
function addRelatives(database: DatabaseSync, table: string, terms: ReadonlyMap<number, Term>): void {
  const ties = database.prepare(`SELECT _id, _parent_id, relationship_type FROM ${table} ORDER BY rowid`).iterate()
  for (const { _id, _parent_id, relationship_type } of ties) {
    const [term, parent] = [terms.get(Number(_id)), terms.get(Number(_parent_id))]
    if (term === undefined || parent === undefined) continue
    if (relationship_type !== 'isa') {
      relativesOf(term, sentenceCase(String(relationship_type))).push(parent.name)
      continue
    }
    relativesOf(term, 'A kind of').push(parent.name)
    relativesOf(parent, 'Kinds:').push(term.name)
  }
}

function relativesOf({ relatives }: Term, opening: string): string[] {
  const found = relatives.get(opening) ?? []
  relatives.set(opening, found)
  return found
}

function sentenceCase(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
