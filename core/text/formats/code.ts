import type { Heading } from '../extracted.ts'
import { withMembers } from './code-members.ts'
import { foldedLine } from './text.ts'

/** More than this many declarations is generated code, whose names help nobody. */
const MOST_HEADINGS = 2_000

/*
 * One pattern per family, for declarations that begin a line; group 1 is the name. Every pattern is anchored and has no
 * nested repetition, so a scan is linear.
 */
const script =
  /^(?:export )?(?:default )?(?:\/\*[^*\n]{0,60}\*\/ ?)?(?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|enum|namespace|const|let|var) +([\w$]+)/gm
const python = /^(?:async )?(?:def|class) +(\w+)/gm
const rust =
  /^(?:pub(?:\([^)\n]{0,40}\))? )?(?:(?:default|unsafe|async|const|extern(?: "[^"\n]{0,20}")?) ){0,4}(?:fn|struct|enum|trait|mod|union|macro_rules!|impl(?:<[^\n]{0,120}?>)?) +([\w:]+)/gm
const go = /^(?:func (?:\([^)\n]{0,80}\) )?|type )(\w+)/gm
const typed =
  /^(?:(?:public|private|protected|internal|static|final|abstract|sealed|open|data|partial|export|inline|case|override|suspend|implicit)(?:\[\w{1,40}\])? +)*(?:class|interface|enum|struct|record|object|trait|protocol|extension|actor|namespace|mixin|func|fun|def) +(\w+)/gm
/* A type with what it holds, one without a name by the name behind it; a function with its body, its type perhaps on the line before. */
const clike =
  /^typedef (?:struct|union|enum) *\{(?=[^}]{0,1000}\n\} *(\w+))|^(?:template ?<[^\n]{0,120}> )?(?:typedef )?(?:struct|class|union|enum(?: class| struct)?|namespace) +(?:[A-Z][A-Z_]+ +)?(\w+)(?=[^;\n]{0,200}(?:\{|$))|^(?!(?:return|else|typedef|if|for|while|switch|do|case|goto|using|throw|new|delete|__attribute__)\b)(?:[A-Za-z_][\w:<>,*&[\] \t]{0,150}?[ *&\t])?([A-Za-z_~][\w:~<>]{0,120}(?:operator *[^\s(\w]{1,3})?) ?\((?=[^;{}]{0,600}\{|[^;{}()]{0,200}\)[ \t]*\n(?:[ \t]+[^;{}()\n]{1,100};[^\n]{0,100}\n){1,12}\{)/gm
const ruby = /^(?:class|module|def) +([\w:.?!]+)/gm
const shell = /^(?:function +([\w:-]+)|([\w:-]+) *\(\))/gm
const powershell = /^(?:function|filter|class|enum) +([\w:-]+)/gim
const sql =
  /^create (?:or replace )?(?:temp |temporary |unique |materialized )?(?:table|view|index|function|procedure|trigger|type) (?:if not exists )?["`[]?([\w.]+)/gim
const lua = /^(?:local )?function +([\w.:]+)/gm
const php = /^(?:abstract |final )?(?:function|class|interface|trait|enum) +(\w+)/gm
const section = /^\[{1,2}([^\]\n]{1,100})\]{1,2}/gm
const lisp = /^\((?:defn-?|defun|defmacro|defprotocol|defrecord|define|ns) +\(?([^\s()]+)/gm
const elixir = /^ {0,2}(?:defmodule|defp?|defmacro) +([\w.?!]+)/gm
const julia = /^(?:function|struct|mutable struct|module|macro|abstract type) +([\w.!]+)/gm
const rlang = /^([\w.]+) *(?:<-|=) *function\b/gm
const haskell =
  /^(?:(?:data|newtype|class|type|module) +(?:[^\n=]{0,120}=> *)?([\w.]+)|([a-z_][\w']*) *::|instance +(?:[^\n]{0,120}?=> *)?([^\n]{1,60}?)(?: where\b|$))/gm
const ocaml =
  /^(?:let(?: rec)?|and|module(?: type)?|type|class|exception|val|external) +(?:\([^)\n]{0,80}\) )?([\w']+)/gm
const erlang = /^(?:-(?:module|record)\(([a-z]\w*)|([a-z]\w*)\([^\n]{0,300}->)/gm
const verilog =
  /^ {0,4}(?:(?:virtual |extern )?(?:module|interface|package|program|class|primitive)|(?:function|task)(?: automatic)?(?: [\w[\]:]{1,40})?) +(\w+)/gm
const agda = /^(?:(?:data|record|module) +([^\s({:]+)|([^\s(){}:;@"-][^\s(){}:;@"]*) +: )/gm
const codeql =
  /^ {0,2}(?:(?:private|abstract|cached|external|final|query|deprecated|pragma\[\w+\]) ){0,4}(?:(?:class|module|predicate|newtype) +(\w+)|[A-Za-z]\w* ([a-z]\w*)\([^\n]{0,300}\) *\{)/gm
const css = /^(@(?:media|keyframes|supports|layer|font-face|container)\b[^{\n]{0,80}|[.#:\w*[][^{};\n]{0,120}?) *\{/gm
const perl = /^(?:sub|package) +([\w:]+)/gm
const pascal =
  /^(?:(?:class )?(?:procedure|function|constructor|destructor)|unit|program|package(?: body)?|task) +([\w.]+)/gim
const fortran =
  /^ {0,6}(?:(?:pure|elemental|recursive|integer|real|logical) ){0,3}(?:subroutine|function|module|program) +(\w+)/gim
const basic =
  /^ {0,4}(?:(?:public|private|friend|shared|protected|overrides) ){0,3}(?:sub|function|class|module|property|interface|structure) +(\w+)/gim
const nim = /^(?:proc|func|method|iterator|template|macro|converter) +([\w`]+)/gm
const zig = /^(?:pub |export |inline ){0,3}(?:fn|const) +(\w+)/gm
const schema =
  /^(?:message|service|enum|struct|union|exception|type|input|interface|scalar|directive|extend type|contract|library) +@?(\w+)/gm
const hcl = /^((?:resource|data|module|variable|output|provider|locals|terraform)(?: "[^"\n]{1,80}"){0,2}) *\{/gm
const make = /^([\w./%-]{1,80}) *:(?![=:])/gm
const cmake = /^(?:function|macro)\((\w+)/gim
const fsharp = /^ {0,4}(?:let(?: rec| inline)?|module|type|namespace) +(?:rec )?([\w.']+)/gm

const patterns: Readonly<Record<string, RegExp>> = {
  ...family(script, 'ts tsx mts cts js jsx mjs cjs vue svelte'),
  ...family(python, 'py pyi'),
  ...family(rust, 'rs'),
  ...family(go, 'go'),
  ...family(typed, 'java kt kts cs swift scala dart groovy'),
  ...family(clike, 'c h cc cpp cxx hpp hh hxx m mm'),
  ...family(ruby, 'rb'),
  ...family(shell, 'sh bash zsh'),
  ...family(powershell, 'ps1 psm1'),
  ...family(sql, 'sql'),
  ...family(lua, 'lua'),
  ...family(php, 'php'),
  ...family(section, 'toml ini cfg'),
  ...family(lisp, 'clj cljs lisp el scm'),
  ...family(elixir, 'ex exs'),
  ...family(julia, 'jl'),
  ...family(rlang, 'r'),
  ...family(haskell, 'hs elm'),
  ...family(ocaml, 'ml mli'),
  ...family(erlang, 'erl hrl'),
  ...family(verilog, 'v sv svh vh'),
  ...family(agda, 'agda'),
  ...family(codeql, 'ql qll'),
  ...family(css, 'css scss less'),
  ...family(perl, 'pl pm'),
  ...family(pascal, 'pas ada'),
  ...family(fortran, 'f90 f95 for'),
  ...family(basic, 'vb'),
  ...family(nim, 'nim'),
  ...family(zig, 'zig'),
  ...family(schema, 'proto thrift graphql sol'),
  ...family(hcl, 'tf hcl'),
  ...family(make, 'mk'),
  ...family(cmake, 'cmake'),
  ...family(fsharp, 'fs fsx'),
}

function family(pattern: RegExp, extensions: string): Record<string, RegExp> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, pattern]))
}

/** Names of what a source file declares at its top level, as level-1 headings, and of the members of its classes below them. `extension` is lower case, without a dot. */
export function codeHeadings(text: string, extension: string): readonly Heading[] {
  const pattern = patterns[extension]
  if (pattern === undefined) return []
  const headings: Heading[] = []
  for (const match of text.matchAll(pattern)) {
    if (headings.length === MOST_HEADINGS) break
    headings.push({ level: 1, text: foldedLine(match[1] ?? match[2] ?? match[3] ?? ''), start: match.index })
  }
  return withMembers(text, headings, extension).slice(0, MOST_HEADINGS)
}
