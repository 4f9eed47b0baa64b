import { Argument, Command } from 'commander'
import { jsonSchemaOf, schemas, type SchemaName } from '../schemas.ts'
import type { CommandParts } from './command.ts'
import { exitCodes } from './main.ts'

/** `leantern schema`. */
export function schemaCommand({ terminal, finish }: CommandParts): Command {
  return new Command('schema')
    .description('the JSON Schema of what --json prints; without a name: the names')
    .addArgument(new Argument('[name]', 'which').choices(Object.keys(schemas)))
    .action((name: SchemaName | undefined) =>
      finish(async () => {
        if (name === undefined) terminal.out(`${Object.keys(schemas).join('\n')}\n`)
        else {
          const $schema = 'https://json-schema.org/draft/2020-12/schema'
          terminal.out(`${JSON.stringify({ $schema, title: name, ...jsonSchemaOf(schemas[name]) }, null, 2)}\n`)
        }
        return exitCodes.done
      }),
    )
}
