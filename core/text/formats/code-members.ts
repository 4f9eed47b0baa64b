import type { Heading } from '../extracted.ts'
import { foldedLine } from './text.ts'

/*
 * Declarations inside a class, one pattern per family: indented, on one line; group 1 or 2 is the name. Repetitions are bounded, so a scan is
 * linear.
 */
const script =
  /^[ \t]{1,16}(?:(?:public|private|protected|static|async|override|readonly|abstract|get|set) ){0,6}(?!(?:if|for|while|switch|catch|function|return|else|do|try|with|await|super|new)\b)\*?(#?[\w$]{1,80}|\[[\w.]{1,80}\])(?:<[^>\n]{1,80}>)? ?\((?:[^;\n]{0,300}\)(?:: [^;\n=()]{1,100})? ?\{[ \t]*\}?[ \t]*$|[ \t]*$)/gm
const python = /^[ \t]{1,16}(?:async )?(?:def|class) (\w{1,80})/gm
const rust =
  /^[ \t]{1,16}(?:pub(?:\([^)\n]{0,40}\))? )?(?:(?:default|unsafe|async|const|extern(?: "[^"\n]{0,20}")?) ){0,4}(?:fn|struct|enum|trait|mod|union|macro_rules!|impl(?:<[^\n]{0,120}?>)?) +([\w:]{1,80})/gm
const typed =
  /^[ \t]{1,16}(?:@\w{1,40}(?:\([^)\n]{0,100}\))? ){0,4}(?:(?:(?:public|private|protected|internal|static|final|abstract|override|virtual|async|suspend|open|inline|synchronized|sealed|partial|data|implicit|lazy|case|inner|companion|mutating|fileprivate)(?:\[\w{1,40}\])? ){0,7}(?:func|fun|def|class|@?interface|enum|record|struct|object|trait|protocol|extension|mixin) +([A-Za-z_]\w{0,80}|[^\s\w(]{1,4})|(?!(?:return|new|else|throw|await|yield|using|case|assert|if|for|foreach|while|switch|catch|try|do|var|val|let|lock|fixed|synchronized \()\b)(?:[\w<>[\],.?@&]{1,100} ){0,10}([A-Za-z_][\w.<>]{0,100})\((?=[^;{}]{0,500}(?:\{|=>)))/gm
const cpp =
  /^[ \t]{1,16}(?!(?:return|else|if|for|while|switch|catch|case|do|using|throw|new|delete|typedef)\b)(?:(?:class|struct|union|enum(?: class)?) +(\w{1,80})(?=[^;\n]{0,200}(?:\{|$))|(?:[A-Za-z_][\w:<>,*&[\] ]{0,150}?[ *&])?(~?[A-Za-z_]\w{0,80}|operator *[^\s(]{1,3})\((?=[^;{}]{0,400}\{))/gm
const ocaml =
  /^[ \t]{1,16}(?:let(?: rec)?|and|module(?: type)?|type|class|exception|val|external|method) +(?:\([^)\n]{0,80}\) |'\w+ )?([\w']{1,80})/gm
const ruby = /^[ \t]{1,16}(?:class|module|def) ([\w:.?!]{1,80})/gm
const php = /^[ \t]{1,16}(?:(?:abstract|final|public|private|protected|static) ){0,4}function &?(\w{1,80})/gm

const patterns: ReadonlyMap<string, RegExp> = new Map([
  ...family(script, 'ts tsx mts cts js jsx mjs cjs'),
  ...family(python, 'py pyi'),
  ...family(rust, 'rs'),
  ...family(typed, 'java kt kts cs swift scala dart groovy'),
  ...family(cpp, 'cc cpp cxx hpp hh hxx h'),
  ...family(ocaml, 'ml mli'),
  ...family(ruby, 'rb'),
  ...family(php, 'php'),
])

function family(pattern: RegExp, extensions: string): (readonly [string, RegExp])[] {
  return extensions.split(' ').map((extension) => [extension, pattern])
}

const holdsMembers =
  /\b(?:class|interface|impl|trait|struct|enum|record|object|protocol|extension|actor|mixin|mod|module|namespace)\b/

/**
 * `headings` (top-level names) with those of the members of classes below them: what is indented more is a level deeper. What stands in
 * a function is no member.
 */
export function withMembers(text: string, headings: readonly Heading[], extension: string): readonly Heading[] {
  const pattern = patterns.get(extension)
  if (pattern === undefined || headings.length === 0) return headings
  return headings.flatMap((heading, i) => {
    const end = headings[i + 1]?.start ?? text.length
    const lineEnd = text.indexOf('\n', heading.start)
    if (
      lineEnd < 0 ||
      lineEnd >= end ||
      !holdsMembers.test(text.slice(heading.start, Math.min(lineEnd, heading.start + 300)))
    )
      return [heading]
    return [heading, ...membersIn(text.slice(lineEnd + 1, end), pattern, lineEnd + 1)]
  })
}

function membersIn(body: string, pattern: RegExp, start: number): Heading[] {
  const found: Heading[] = []
  /** Indents of what encloses a line. */
  const enclosing: { readonly indent: number; readonly isFunction: boolean }[] = []
  for (const match of body.matchAll(pattern)) {
    const indent = match[0].length - match[0].trimStart().length
    while (enclosing.length > 0 && enclosing[enclosing.length - 1].indent >= indent) enclosing.pop()
    const isInFunction = enclosing.some((outer) => outer.isFunction)
    enclosing.push({ indent, isFunction: !holdsMembers.test(match[0]) })
    if (isInFunction || enclosing.length > 5) continue
    found.push({
      level: enclosing.length + 1,
      text: foldedLine(match[1] ?? match[2] ?? ''),
      start: start + match.index,
    })
  }
  return found
}
