import { z } from 'zod'
import packageFile from '../../package.json' with { type: 'json' }
import { jsonSchemaOf, schemas } from '../schemas.ts'
import type { Route } from './routes.ts'

/** Where the description is served. */
export const openapiPath = '/api/openapi.json'

/** The OpenAPI 3.1 description of the routes. */
export function openapiOf(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leantern',
      version: packageFile.version,
      description: 'Search in a person’s own files, on their own machine. Read only.',
    },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: jsonSchemaOf(schemas.error) },
    },
    security: [{ token: [] }],
  }
}

function operationOf({ method, summary, input, output }: Route): object {
  const schema = jsonSchemaOf(input, 'input')
  const content =
    output === null
      ? { 'text/event-stream': { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchemaOf(output) } }
  const error = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } }
  return {
    summary,
    ...(method === 'GET'
      ? { parameters: parametersOf(schema) }
      : { requestBody: { required: true, content: { 'application/json': { schema } } } }),
    responses: {
      200: { description: 'The answer', content },
      400: { description: 'What was asked is not understood', ...error },
      401: { description: 'No token, or a wrong one', ...error },
      404: { description: 'The library does not have it', ...error },
      429: { description: 'Too many requests', ...error },
      503: { description: 'Too many at once', ...error },
    },
  }
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

function parametersOf(schema: Record<string, unknown>): object[] {
  const { properties, required } = objectSchema.parse(schema)
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

/** The query of an address as the values that a GET route's schema expects: whole numbers where it has integers. */
export function queryValues(params: URLSearchParams, input: z.ZodType): Record<string, unknown> {
  const { properties } = objectSchema.parse(jsonSchemaOf(input, 'input'))
  return Object.fromEntries(
    [...params].map(([name, text]) => [
      name,
      properties[name]?.['type'] === 'integer' && /^-?\d{1,15}$/u.test(text) ? Number(text) : text,
    ]),
  )
}
