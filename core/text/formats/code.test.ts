import { expect, test } from 'vitest'
import { codeHeadings } from './code.ts'

test.each([
  [
    'ts',
    'import x\nexport async function one() {}\n  function inner() {}\nexport class Two {}\nconst three = 1',
    'one Two three',
  ],
  ['py', 'class A(B):\n    def inner(self):\n        pass\nasync def main():\n', 'A main'],
  ['rs', 'pub(crate) fn run() {}\nimpl<T> Stack<T> {\n    fn inner() {}\n}\nstruct S;', 'run Stack S'],
  ['go', 'func (s *Server) Listen() {}\ntype Server struct {}', 'Listen Server'],
  ['java', 'public final class Main {\n  void inner() {}\n}\ninterface Shape {}', 'Main Shape'],
  [
    'c',
    '#include <a.h>\nstatic int add(int a, int b)\n{\n  return add(a, b);\n}\nstruct point {\n};\nint x;\nfoo(1);',
    'add point',
  ],
  ['sh', 'build() {\n}\nfunction deploy {\n}', 'build deploy'],
  ['sql', 'CREATE TABLE IF NOT EXISTS users (id int);\ncreate view active as select 1;', 'users active'],
  ['toml', '[package]\nname = "x"\n[[bin]]', 'package bin'],
  ['css', 'a { color: red }', ''],
])('top-level names of .%s files', (extension, text, names) => {
  const headings = codeHeadings(text, extension)
  expect(headings.map((heading) => heading.text).join(' ')).toBe(names)
  for (const { start, text: name } of headings) expect(text.slice(start).split('\n', 1)[0]).toContain(name)
})

test('end in good time for a megabyte of anything (a quadratic scan would time out)', () => {
  for (const extension of ['ts', 'rs', 'c', 'java', 'sql', 'hs', 'ini']) {
    for (const piece of ['a ', 'export ', 'public ', '[', 'pub(', 'int a(', '\n']) {
      expect(codeHeadings(piece.repeat(200_000), extension)).toBeInstanceOf(Array)
      expect(codeHeadings(`${piece.repeat(50)}\n`.repeat(5_000), extension)).toBeInstanceOf(Array)
    }
  }
})
