import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GENE_ONTOLOGY_SOURCE, geneOntologySections } from './gene-ontology.ts'

let folder: string
let path: string

/** Four terms in GO.db's tables: two of them kinds of the first, one that says nothing. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantern-gene-ontology-'))
  path = join(folder, 'GO.sqlite')
  const database = new DatabaseSync(path)
  database.exec(`
    CREATE TABLE go_term (_id INTEGER PRIMARY KEY, go_id TEXT, term TEXT, ontology TEXT, definition TEXT);
    CREATE TABLE go_synonym (_id INTEGER, synonym TEXT, secondary TEXT, like_go_id INTEGER);
    CREATE TABLE go_bp_parents (_id INTEGER, _parent_id INTEGER, relationship_type TEXT);
    CREATE TABLE go_mf_parents (_id INTEGER, _parent_id INTEGER, relationship_type TEXT);
    CREATE TABLE go_cc_parents (_id INTEGER, _parent_id INTEGER, relationship_type TEXT);
    INSERT INTO go_term VALUES
      (1, 'GO:0000001', 'cell death', 'BP', 'The end of a cell. It is followed by the removal of what is left of the cell.'),
      (2, 'GO:0000002', 'apoptosis', 'BP', 'A cell ends by its own caspases.'),
      (3, 'GO:0000003', 'regulation of apoptosis', 'BP', NULL),
      (4, 'GO:0000004', 'nothing known', 'CC', NULL);
    INSERT INTO go_synonym VALUES
      (1, 'dying', NULL, 0), (2, 'programmed cell death', NULL, 0), (2, 'GO:0006915', 'GO:0006915', 1),
      (2, 'apoptotic process', NULL, 0), (2, 'type I cell death', NULL, 0);
    INSERT INTO go_bp_parents VALUES (2, 1, 'isa'), (3, 2, 'negatively regulates'), (3, 9, 'isa');
  `)
  database.close()
})
afterAll(async () => rm(folder, { recursive: true }))

test("a term's names are the header of its definition, its other names and its relatives", () => {
  const sections = [...geneOntologySections(path)]
  expect(sections.map(({ header, paragraphs }) => [header, paragraphs])).toEqual([
    [
      'cell death, dying',
      [['The end of a cell. It is followed by the removal of what is left of the cell.', 'Kinds: apoptosis']],
    ],
    [
      'apoptosis, programmed cell death',
      [['A cell ends by its own caspases.', 'Also: apoptotic process, type I cell death', 'A kind of cell death']],
    ],
    ['regulation of apoptosis', [['Negatively regulates apoptosis']]],
  ])
  expect(new Set(sections.map(({ source }) => source))).toEqual(new Set([GENE_ONTOLOGY_SOURCE]))
})
