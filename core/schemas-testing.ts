import { z } from 'zod'

const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), node).optional(),
    propertyNames: z.unknown().optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
  }),
)

interface Node {
  readonly properties?: Readonly<Record<string, Node>> | undefined
  /** Only of a record: its keys are data. */
  readonly propertyNames?: unknown
  readonly items?: Node | undefined
  readonly anyOf?: readonly Node[] | undefined
}

/** The keys of a value, as paths, that its JSON Schema does not name. What a person reads in the documentation is all there is. */
export function undocumentedKeys(schema: unknown, value: unknown): string[] {
  return missing(node.parse(schema), value, '')
}

function missing(schema: Node, value: unknown, path: string): string[] {
  const branches = schema.anyOf ?? [schema]
  if (Array.isArray(value)) {
    const items = branches.find((branch) => branch.items !== undefined)?.items ?? {}
    return value.flatMap((item: unknown) => missing(items, item, `${path}[]`))
  }
  if (typeof value !== 'object' || value === null) return []
  if (branches.some((branch) => branch.propertyNames !== undefined)) return []
  const properties = branches.find((branch) => branch.properties !== undefined)?.properties ?? {}
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = properties[key]
    return known === undefined ? [`${path}.${key}`] : missing(known, inner, `${path}.${key}`)
  })
}
