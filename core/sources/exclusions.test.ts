import { describe, expect, test } from 'vitest'
import { directoryRule, fileRule, secretRule } from './exclusions.ts'

describe('folders left out by default', () => {
  test.each(
    '.git .hg CVS node_modules .venv venv __pycache__ .cache Caches .Trash-1000 lost+found .idea .obsidian tmp x.noindex'.split(
      ' ',
    ),
  )('%s', (name) => expect(directoryRule(name, 'documents')).toEqual(expect.any(String)))
  test.each(['Code Cache', 'Service Worker', 'System Volume Information'])('%s', (name) =>
    expect(directoryRule(name, 'documents')).toEqual(expect.any(String)),
  )
})

describe('folders of people', () => {
  test.each('cvs Documents bin build dist env out target vendor obj git cache Temp pkg repository .config'.split(' '))(
    '%s',
    (name) => expect(directoryRule(name, 'documents')).toBeUndefined(),
  )
  test.each('src docs notes lib test'.split(' '))('%s in a project', (name) =>
    expect(directoryRule(name, 'app', { isProject: true })).toBeUndefined(),
  )
})

describe('files', () => {
  test.each(
    'a~ #a# .#a ~$a.docx .~lock.a.odt# a.pyc a.so a.DLL a.sqlite a.sqlite3-wal a.db a.log a.lock Cargo.lock yarn.lock package-lock.json pnpm-lock.yaml jquery.min.js a.part a.crdownload .DS_Store'.split(
      ' ',
    ),
  )('%s is left out', (name) => expect(fileRule(name)).toEqual(expect.any(String)))
  test.each('a.txt a.pdf package.json main.js catalog lock.md Makefile .zshrc #1.txt'.split(' '))('%s is not', (name) =>
    expect(fileRule(name)).toBeUndefined(),
  )
})

describe('secrets', () => {
  test.each(
    '.env .env.local .env.production.txt .envrc .netrc id_rsa id_ed25519.pub wallet.dat passwords.kdbx login.keychain-db cert.p12'.split(
      ' ',
    ),
  )('%s is never read', (name) => expect(secretRule(name, false)).toBe('keys and passwords'))
  test.each('.ssh .gnupg .aws .kube .password-store 1Password.opvault'.split(' '))('%s/ is never entered', (name) =>
    expect(secretRule(name, true)).toBe('keys and passwords'),
  )
  test.each('environment.md wallet.md .environment secrets.txt talk.key'.split(' '))('%s is no secret', (name) =>
    expect(secretRule(name, false)).toBeUndefined(),
  )
})
