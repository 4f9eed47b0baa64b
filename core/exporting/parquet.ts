/* A library's passages as one Parquet file: a row each, with the fields that JSON Lines have. */
import { open } from 'node:fs/promises'
import type { SchemaElement } from 'hyparquet'
import type { PassageWithVector } from './passages.ts'

/** Rows that are held, and compressed, together. */
const rowGroupSize = 10_000

const texts = ['path', 'part', 'uri', 'title', 'heading', 'kind'] as const

/** Writes the file anew, for its owner alone. Returns how many rows it has. */
export async function writeParquet(
  file: string,
  passages: AsyncIterable<PassageWithVector>,
  { withVectors }: { readonly withVectors: boolean },
): Promise<number> {
  // Here, not above: every start of the command would load its fifty files.
  const { fileWriter, parquetWriteRows } = await import('hyparquet-writer')
  const made = await open(file, 'w', 0o600)
  await made.close()
  const schema = schemaOf(withVectors)
  let count = 0
  async function* rows(): AsyncGenerator<Record<string, unknown>> {
    for await (const { vector, modifiedMs, ...rest } of passages) {
      count++
      yield { ...rest, modifiedMs: BigInt(Math.round(modifiedMs)), ...(withVectors && { vector: [...(vector ?? [])] }) }
    }
  }
  const columns = schema.filter(({ name }) => !['root', 'list', 'element'].includes(name)).map(({ name }) => ({ name }))
  await parquetWriteRows({ writer: fileWriter(file), rows: rows(), columns, schema, rowGroupSize })
  return count
}

/** `vector` as a list of floats, the way that Arrow, DuckDB and pandas take one. */
function schemaOf(withVectors: boolean): SchemaElement[] {
  const text = (name: string): SchemaElement => ({
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type: 'REQUIRED',
  })
  const whole = (name: string, type: 'INT32' | 'INT64'): SchemaElement => ({ name, type, repetition_type: 'REQUIRED' })
  const columns = [
    ...texts.map(text),
    whole('start', 'INT32'),
    whole('end', 'INT32'),
    whole('modifiedMs', 'INT64'),
    text('text'),
  ]
  const vector: SchemaElement[] = [
    {
      name: 'vector',
      repetition_type: 'REQUIRED',
      num_children: 1,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
  ]
  const root: SchemaElement = { name: 'root', num_children: columns.length + (withVectors ? 1 : 0) }
  return [root, ...columns, ...(withVectors ? vector : [])]
}
