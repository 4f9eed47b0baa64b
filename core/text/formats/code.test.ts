import { expect, test } from 'vitest'
import { codeHeadings } from './code.ts'

test.each([
  [
    'ts',
    'import x\nexport async function one() {}\n  function inner() {}\nexport class Two {}\nconst three = 1',
    'one Two three',
  ],
  ['py', 'class A(B):\n    def inner(self):\n        pass\nasync def main():\n', 'A inner main'],
  ['rs', 'pub(crate) fn run() {}\nimpl<T> Stack<T> {\n    fn inner() {}\n}\nstruct S;', 'run Stack inner S'],
  ['go', 'func (s *Server) Listen() {}\ntype Server struct {}', 'Listen Server'],
  ['java', 'public final class Main {\n  void inner() {}\n}\ninterface Shape {}', 'Main inner Shape'],
  [
    'c',
    '#include <a.h>\nstatic int add(int a, int b)\n{\n  return add(a, b);\n}\nstruct point {\n};\nint x;\nfoo(1);',
    'add point',
  ],
  ['sh', 'build() {\n}\nfunction deploy {\n}', 'build deploy'],
  ['sql', 'CREATE TABLE IF NOT EXISTS users (id int);\ncreate view active as select 1;', 'users active'],
  ['toml', '[package]\nname = "x"\n[[bin]]', 'package bin'],
  ['css', '@media print {\n  p {}\n}\n.menu > a:hover { color: red }', '@media print .menu > a:hover'],
  ['yaml', 'a: 1', ''],
  ['ml', 'let rec fold f = f\nmodule Set = struct\n  let inner = 1\nend\ntype t = A', 'fold Set inner t'],
  ['sv', 'module adder(input a);\n  function automatic int add(int b);\nendmodule\nclass Packet;', 'adder add Packet'],
  ['agda', 'module Nat where\ndata Nat : Set where\nplus : Nat -> Nat\nplus zero = n', 'Nat Nat plus'],
  [
    'ql',
    'class Sink extends Node {\n  predicate isBad() { none() }\n}\nprivate int depth(Expr e) {\n}',
    'Sink isBad depth',
  ],
  ['hs', 'module Main where\ndata T = A\nmain :: IO ()\nmain = x', 'Main T main'],
  ['jl', 'function f(x)\nend\nstruct P\nend', 'f P'],
  ['scala', 'object Main {\n}\ncase class P(x: Int)\ntrait T', 'Main P T'],
  ['rb', 'module A\nend\nclass B < C\nend\ndef run!\nend', 'A B run!'],
  ['cpp', 'namespace n {\n}\nclass A : public B {\n};\nvoid A::run(int x) {\n}', 'n A A::run'],
  [
    'cpp',
    'Stack::~Stack() {\n}\nint Stack::operator[](int i) const { return at(i); }\nint peek(int a,\n         int b);\nnamespace n { class Later; }',
    'Stack::~Stack Stack::operator[] n',
  ],
  ['hs', 'instance (Eq a) => Show (Tree a) where\n  show = x', 'Show (Tree a)'],
  ['rs', 'pub unsafe extern "C" fn run() {}\nimpl<T: Into<U>> From<T> for Stack {}', 'run From'],
  ['erl', '-module(tree).\ninsert(K, V) ->\n  ok.', 'tree insert'],
  ['pl', 'package A::B;\nsub run {\n}', 'A::B run'],
  ['tf', 'resource "aws_s3_bucket" "logs" {\n}', 'resource "aws_s3_bucket" "logs"'],
  ['proto', 'message Person {\n}\nservice Greeter {\n}', 'Person Greeter'],
])('names of .%s files', (extension, text, names) => {
  const headings = codeHeadings(text, extension)
  expect(headings.map((heading) => heading.text).join(' ')).toBe(names)
  for (const { start, text: name } of headings) expect(text.slice(start).split('\n', 1)[0]).toContain(name)
})

test('parameters may be declared the old way, and a type be named at its end', () => {
  const text = 'int old(a, b)\n  int a;\n  char *b;\n{\n}\ntypedef struct {\n  int x;\n} Place;\nint next(int a);'
  expect(codeHeadings(text, 'c').map((heading) => heading.text)).toEqual(['old', 'Place'])
})

test('a function whose type stands on the line before it is one', () => {
  expect(codeHeadings('static void\nfree_all(void *p)\n{\n}\nMODULE("x")\n', 'c').map(({ text }) => text)).toEqual([
    'free_all',
  ])
})

test('a comment for tools before a function hides it from nobody', () => {
  const source = 'export /*@__NO_SIDE_EFFECTS__*/ function make() {\n}\n/* const no = 1 */\n'
  expect(codeHeadings(source, 'ts').map(({ text }) => text)).toEqual(['make'])
})

test.each([
  [
    'rs',
    'mod tests {\n    #[test]\n    fn one() {\n        fn inner() {}\n    }\n    struct Two;\n}',
    ['1 tests', '2 one', '2 Two'],
  ],
  [
    'cpp',
    'class Stack {\n  Stack() : size(0) {\n    each([](int i) {\n    });\n  }\n  int size() const { return n; }\n  void later();\n};',
    ['1 Stack', '2 Stack', '2 size'],
  ],
  ['ml', 'module Set = struct\n  type t = A\n  let add x =\n    let y = x in y\nend', ['1 Set', '2 t', '2 add']],
  [
    'scala',
    'private[tools] class A {\n  override protected def one = 1\n  implicit def two[T](x: T): B = {\n    run(x) {\n    }\n  }\n}',
    ['1 A', '2 one', '2 two'],
  ],
  [
    'cs',
    'class A {\n    public T Read<T>(string s,\n        int i)\n    {\n        if (s == null) {\n        }\n    }\n    int Size() => 1;\n    partial void Later();\n}',
    ['1 A', '2 Read<T>', '2 Size'],
  ],
  [
    'ts',
    'export class Stack {\n  #items = []\n  constructor() {\n    if (x) {\n    }\n  }\n  async push<T>(item: T): Promise<void> {\n    each((a) => {\n    })\n  }\n}\nfunction other() {\n  run() {\n}',
    ['1 Stack', '2 constructor', '2 push', '1 other'],
  ],
  [
    'py',
    'class A:\n    def one(self):\n        def inner():\n            pass\n    class B:\n        def two(self): ...\ndef f():\n    def g():\n',
    ['1 A', '2 one', '2 B', '3 two', '1 f'],
  ],
  [
    'java',
    'class A {\n    public static int one(int a) {\n        return two(a);\n        B b = new B();\n    }\n    @Override\n    List<String> two(int a) throws E {\n    }\n}',
    ['1 A', '2 one', '2 two'],
  ],
  [
    'cs',
    'namespace N {\n  public class A\n  {\n    public void One()\n    {\n      foreach (var x in y) {\n      }\n    }\n  }\n}',
    ['1 N', '2 A', '3 One'],
  ],
  ['rs', 'impl Stack {\n    pub fn push(&mut self) {\n        fn inner() {}\n    }\n}', ['1 Stack', '2 push']],
  ['php', 'class A {\n  public static function one() {\n  }\n}', ['1 A', '2 one']],
  ['ts', 'class A {\n  broken( {\n  fine() {\n', ['1 A', '2 fine']],
])('members of classes in .%s files stand below them', (extension, text, expected) => {
  const headings = codeHeadings(text, extension)
  expect(headings.map(({ level, text: name }) => `${level} ${name}`)).toEqual(expected)
  for (const { start, text: name } of headings) expect(text.slice(start).split('\n', 1)[0]).toContain(name)
})

test('end in good time for a long text of anything (a quadratic scan would time out)', () => {
  for (const extension of [
    'ts',
    'rs',
    'c',
    'java',
    'sql',
    'hs',
    'ini',
    'py',
    'ml',
    'sv',
    'agda',
    'ql',
    'css',
    'erl',
    'pas',
    'f90',
    'vb',
    'mk',
    'fs',
  ]) {
    for (const piece of ['a ', ' a(', '  a b(', 'class A\n  a(', 'export ', 'public ', '[', 'pub(', 'int a(', '\n']) {
      expect(codeHeadings(piece.repeat(50_000), extension)).toBeInstanceOf(Array)
      expect(codeHeadings(`${piece.repeat(50)}\n`.repeat(1_000), extension)).toBeInstanceOf(Array)
    }
  }
})
