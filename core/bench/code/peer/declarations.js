/* What a file declares, as tree-sitter's official grammars say. Plain JavaScript: its packages are not there when types are checked. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// A computed name, so that the checks pass without the package.
const name = ['web', 'tree', 'sitter'].join('-')
const require = createRequire(import.meta.url)

// Whoever asked is gone: nobody takes the answer.
process.once('disconnect', () => process.exit())

const parsers = new Map()

/** Asked: a grammar ({package, file}), the kinds of its nodes that declare, those of them that are functions, those that end a walk, and a text. */
process.on('message', async ({ grammar, declares, functions, bodies, text }) => {
  try {
    const parser = parsers.get(grammar.file) ?? (await open(grammar))
    parsers.set(grammar.file, parser)
    const tree = parser.parse(text)
    const kinds = { declares: new Set(declares), functions: new Set(functions), bodies: new Set(bodies) }
    process.send({ declarations: declarationsIn(tree.rootNode, kinds) })
    tree.delete()
  } catch (error) {
    process.send({ error: String(error) })
  }
})

async function open({ package: packageName, file }) {
  const { Language, Parser } = await import(name)
  await Parser.init()
  const parser = new Parser()
  const folder = dirname(require.resolve(`${packageName}/package.json`))
  parser.setLanguage(await Language.load(join(folder, file)))
  return parser
}

/**
 * Rows from 0: where a declaration begins, and where its name stands. What is inside a function is no member, a function without a body
 * and a type on one line are passed over, and so is what begins on the line of another: nobody would cut there.
 */
function declarationsIn(root, { declares, functions, bodies }) {
  const found = []
  const rows = new Set()
  const walk = (node, isMember) => {
    for (const child of node.namedChildren) {
      if (child === null || bodies.has(child.type)) continue
      const isFunction = functions.has(child.type)
      const isEmpty = isFunction ? bodyOf(child) === null : child.type === 'type_definition' && isOneLine(child)
      const isDeclaration = declares.has(child.type) && !child.hasError && !isEmpty
      const first = child.parent?.type === 'decorated_definition' ? child.parent : child
      const { row } = first.startPosition
      if (isDeclaration && !rows.has(row)) {
        rows.add(row)
        const place = { row, nameRow: nameOf(child).startPosition.row, start: first.startIndex, end: child.endIndex }
        found.push({ kind: child.type, ...place, isMember })
      }
      if (!isFunction) walk(child, isMember || isDeclaration)
    }
  }
  walk(root, false)
  return found
}

function bodyOf(node) {
  return node.childForFieldName('body') ?? node.namedChildren.find((child) => /body|block/.test(child.type)) ?? null
}

function isOneLine(node) {
  return node.startPosition.row === node.endPosition.row
}

/** In C the name is inside of what says that it is a pointer, and a function; a rule of CSS is named on the line of its bracket. */
function nameOf(node) {
  let at = node.childForFieldName('name') ?? node.childForFieldName('declarator')
  if (at === null) return bodyOf(node) ?? node
  for (let next = at; next !== null; next = next.childForFieldName('declarator')) at = next
  return at
}
