/* The official grammars that declare anything, and which of their nodes are declarations. */

/** A grammar, as the peer loads it and reads its trees. */
export interface Grammar {
  readonly language: string
  /** Of files, lower case, without dots. */
  readonly endings: readonly string[]
  readonly package: string
  /** The compiled grammar in the package. */
  readonly file: string
  /** Kinds of nodes that declare a function, a method, a class or the like. */
  readonly declares: readonly string[]
  /** Those of them that are functions: they need a body, and nothing in them is a member. */
  readonly functions: readonly string[]
  /** Kinds of nodes in which nothing is a member: bodies of functions. */
  readonly bodies: readonly string[]
}

function grammar(
  language: string,
  endings: string,
  { declares, bodies, ...named }: { package?: string; file?: string; declares: string; bodies: string },
): Grammar {
  const name = named.package ?? `tree-sitter-${language}`
  const file = named.file ?? `${name.replace('c-sharp', 'c_sharp')}.wasm`
  const words = (list: string): string[] => list.split(/\s+/u).filter((word) => word !== '')
  const functions = words(declares).filter((kind) =>
    /^(?:function|method|constructor|generator|singleton|macro)/u.test(kind),
  )
  return {
    language,
    endings: words(endings),
    package: name,
    file,
    declares: words(declares),
    functions,
    bodies: words(bodies),
  }
}

const script = 'function_declaration generator_function_declaration class_declaration method_definition'
const typeScript = `${script} abstract_class_declaration interface_declaration enum_declaration type_alias_declaration internal_module`
const typeScriptParts = { package: 'tree-sitter-typescript', declares: typeScript, bodies: 'statement_block' }
const cDeclarations = 'function_definition type_definition'

/** One entry for each, in the order of their names. */
export const grammars: readonly Grammar[] = [
  grammar('bash', 'sh bash', { declares: 'function_definition', bodies: 'compound_statement subshell' }),
  grammar('c', 'c', { declares: cDeclarations, bodies: 'compound_statement' }),
  grammar('c-sharp', 'cs', {
    declares:
      'class_declaration interface_declaration struct_declaration enum_declaration record_declaration method_declaration constructor_declaration namespace_declaration',
    bodies: 'block arrow_expression_clause',
  }),
  grammar('cpp', 'cpp cc cxx hpp', {
    declares: `${cDeclarations} class_specifier namespace_definition`,
    bodies: 'compound_statement',
  }),
  grammar('css', 'css', {
    declares: 'rule_set media_statement keyframes_statement supports_statement',
    bodies: 'block',
  }),
  grammar('go', 'go', { declares: 'function_declaration method_declaration type_declaration', bodies: 'block' }),
  grammar('haskell', 'hs', {
    declares: 'signature data_type newtype class instance type_synomym',
    bodies: 'match class_declarations instance_declarations local_binds',
  }),
  grammar('java', 'java', {
    declares:
      'class_declaration interface_declaration enum_declaration record_declaration annotation_type_declaration method_declaration constructor_declaration',
    bodies: 'block constructor_body',
  }),
  grammar('javascript', 'js mjs cjs jsx', { declares: script, bodies: 'statement_block' }),
  grammar('julia', 'jl', {
    declares: 'function_definition struct_definition abstract_definition module_definition',
    bodies: '',
  }),
  grammar('ocaml', 'ml', {
    declares: 'value_definition module_definition class_definition exception_definition module_type_definition',
    bodies: 'let_binding',
  }),
  grammar('ocaml interface', 'mli', {
    package: 'tree-sitter-ocaml',
    file: 'tree-sitter-ocaml_interface.wasm',
    declares: 'value_specification exception_definition module_definition module_type_definition',
    bodies: '',
  }),
  grammar('php', 'php', {
    declares:
      'function_definition class_declaration interface_declaration trait_declaration enum_declaration method_declaration',
    bodies: 'compound_statement',
  }),
  grammar('python', 'py', { declares: 'function_definition class_definition', bodies: '' }),
  grammar('ruby', 'rb', { declares: 'class module method singleton_method', bodies: '' }),
  grammar('rust', 'rs', {
    declares: 'function_item struct_item enum_item trait_item impl_item mod_item union_item',
    bodies: 'block token_tree',
  }),
  grammar('scala', 'scala', {
    declares: 'function_definition class_definition object_definition trait_definition',
    bodies: 'block',
  }),
  grammar('tsx', 'tsx', { ...typeScriptParts, file: 'tree-sitter-tsx.wasm' }),
  grammar('typescript', 'ts mts cts', { ...typeScriptParts, file: 'tree-sitter-typescript.wasm' }),
]
