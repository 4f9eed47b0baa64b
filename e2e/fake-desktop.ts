/* What a Linux desktop opens files with, for a test's app: programs on its PATH that write down what they are started with. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const programs = (home: string): string => join(home, 'programs')
const opened = (home: string): string => join(home, 'opened')
const editorId = 'editor.desktop'

/** The folder of the opener, for the PATH. No kind of file has a program that can be told a place yet. */
export function writeDesktop(home: string): string {
  mkdirSync(programs(home), { recursive: true })
  write(home, 'xdg-open', `printf '%s\\0' "$1" >> '${opened(home)}'`)
  write(home, 'xdg-mime', 'exit 3')
  return programs(home)
}

/** Files of every kind are opened with an editor that is told the line; `heard` reads its arguments, none while it was not started. */
export function installEditor(home: string): { heard(): string[] } {
  const heard = join(home, 'heard')
  write(home, 'xdg-mime', `case $2 in filetype) echo text/markdown ;; default) echo ${editorId} ;; esac`)
  write(home, 'kate', `printf '%s\\0' "$@" > '${heard}'`)
  const entries = join(home, 'data/applications')
  mkdirSync(entries, { recursive: true })
  writeFileSync(join(entries, editorId), '[Desktop Entry]\nType=Application\nName=Editor\nExec=kate %F\n')
  return { heard: () => wordsIn(heard) }
}

/** What the system's opener was asked to open. */
export function openedBySystem(home: string): string[] {
  return wordsIn(opened(home))
}

/** What was opened before counts no more. */
export function forgetOpened(home: string): void {
  rmSync(opened(home), { force: true })
}

function write(home: string, name: string, script: string): void {
  const path = join(programs(home), name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

function wordsIn(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\0').slice(0, -1) : []
}
