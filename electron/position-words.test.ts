import { describe, expect, test } from 'vitest'
import { entryValues } from './desktop-entry.ts'
import { commandAt, type Position } from './position-words.ts'

const page: Position = { kind: 'page', number: 12 }
const line: Position = { kind: 'line', number: 12 }

/** The command as one line; its program is started without a shell. */
function commandOf(exec: string, path: string, position: Position, more = ''): string | null {
  const values = entryValues(`[Desktop Entry]\nName=App\nIcon=app\nExec=${exec}\n${more}`)
  return commandAt({ path: '/apps/app.desktop', values }, path, position)?.join(' ') ?? null
}

describe('the page of a document', () => {
  test.each([
    ['evince %U', 'evince --page-index 12 file:///d/a.pdf'],
    ['/usr/bin/papers %U', '/usr/bin/papers --page-index 12 file:///d/a.pdf'],
    ['atril %U', 'atril --page-index 12 file:///d/a.pdf'],
    ['xreader %U', 'xreader --page-index 12 file:///d/a.pdf'],
    ['okular %U', 'okular --page 12 file:///d/a.pdf'],
    ['okular %U %i -caption %c', 'okular --page 12 file:///d/a.pdf --icon app -caption App'],
    ['zathura %U', 'zathura --page 12 file:///d/a.pdf'],
    ['mupdf %f', 'mupdf /d/a.pdf 12'],
    ['qpdfview --unique %F', 'qpdfview --unique /d/a.pdf#12'],
    ['/usr/lib/firefox-esr/firefox-esr %u', '/usr/lib/firefox-esr/firefox-esr file:///d/a.pdf#page=12'],
    ['chromium %U', 'chromium file:///d/a.pdf#page=12'],
    ['/usr/bin/google-chrome-stable %U', '/usr/bin/google-chrome-stable file:///d/a.pdf#page=12'],
    [
      'env BAMF_DESKTOP_FILE_HINT=/x.desktop /snap/bin/firefox %u',
      'env BAMF_DESKTOP_FILE_HINT=/x.desktop /snap/bin/firefox file:///d/a.pdf#page=12',
    ],
    [
      '/usr/bin/flatpak run --branch=stable --command=evince --file-forwarding org.gnome.Evince @@u %U @@',
      '/usr/bin/flatpak run --branch=stable --command=evince --file-forwarding org.gnome.Evince --page-index 12 @@u file:///d/a.pdf @@',
    ],
    [
      'flatpak run --command=mupdf --file-forwarding com.artifex.mupdf @@ %f @@',
      'flatpak run --command=mupdf --file-forwarding com.artifex.mupdf @@ /d/a.pdf @@ 12',
    ],
    // Its own address cannot be handed on with a page.
    ['flatpak run --command=firefox --file-forwarding org.mozilla.firefox @@u %u @@', null],
    ['flatpak run org.kde.okular %u', null],
    ['code %F', null],
    ['unknown %f', null],
  ])('%s', (exec, command) => {
    expect(commandOf(exec, '/d/a.pdf', page)).toBe(command)
  })
})

describe('the line of a text', () => {
  test.each([
    ['/usr/share/code/code %F', '/usr/share/code/code --goto /d/a.md:12'],
    ['/usr/share/codium/codium --unity-launch %F', '/usr/share/codium/codium --unity-launch --goto /d/a.md:12'],
    ['/opt/cursor.AppImage %U', '/opt/cursor.AppImage --goto /d/a.md:12'],
    ['/opt/sublime_text/sublime_text %F', '/opt/sublime_text/sublime_text /d/a.md:12'],
    ['zeditor %U', 'zeditor /d/a.md:12'],
    ['kate -b %U', 'kate -b --line 12 file:///d/a.md'],
    ['kwrite %U', 'kwrite --line 12 file:///d/a.md'],
    ['mousepad %U', 'mousepad --line 12 file:///d/a.md'],
    ['"/opt/Jet Brains/bin/pycharm.sh" %f', '/opt/Jet Brains/bin/pycharm.sh --line 12 /d/a.md'],
    ['gedit %U', 'gedit +12 file:///d/a.md'],
    ['pluma %U', 'pluma +12 file:///d/a.md'],
    ['geany %F', 'geany +12 /d/a.md'],
    ['gvim -f %F', 'gvim -f +12 /d/a.md'],
    ['/usr/bin/emacs %F', '/usr/bin/emacs +12 /d/a.md'],
    ['flatpak run --command=code --file-forwarding com.visualstudio.code @@ %F @@', null],
    [
      'flatpak run --command=kate --file-forwarding org.kde.kate -b @@u %U @@',
      'flatpak run --command=kate --file-forwarding org.kde.kate -b --line 12 @@u file:///d/a.md @@',
    ],
    // Older versions would open a file called '+12'.
    ['gnome-text-editor %U', null],
    ['firefox %u', null],
    ['sh -c "exec emacsclient" sh %F', null],
    ['env -u X kate %U', null],
  ])('%s', (exec, command) => {
    expect(commandOf(exec, '/d/a.md', line)).toBe(command)
  })
})

describe('an entry that is not clear', () => {
  test.each([
    ['kate', ''],
    ['%f', ''],
    ['kate --file=%f', ''],
    ['kate %f %f', ''],
    ['kate %x %f', ''],
    ['kate 100% %f', ''],
    ['kate "%f', ''],
    ['', ''],
    ['gvim %F', 'Terminal=true'],
  ])('%j %s', (exec, more) => {
    expect(commandOf(exec, '/d/a.md', line, more)).toBeNull()
  })

  test('what no longer means anything is left out, and %% is a sign', () => {
    expect(commandOf('kate --name=50%% %m %k %f %v', '/d/a.md', line)).toBe(
      'kate --name=50% /apps/app.desktop --line 12 /d/a.md',
    )
  })
})

describe('a path with signs that mean something elsewhere', () => {
  const odd = '/d/-x #1 50% "a" $b\'s?.pdf'
  const address = "file:///d/-x%20%231%2050%25%20%22a%22%20$b's%3F.pdf"

  test.each<[string, Position, string | null]>([
    ['okular %U', page, `okular --page 12 ${address}`],
    ['mupdf %f', page, `mupdf ${odd} 12`],
    ['firefox %u', page, `firefox ${address}#page=12`],
    ['qpdfview %F', page, null],
    ['code %F', line, `code --goto ${odd}:12`],
    ['gvim -f %F', line, `gvim -f +12 ${odd}`],
  ])('%s', (exec, position, command) => {
    expect(commandOf(exec, odd, position)).toBe(command)
  })

  test('a colon would be read as the line', () => {
    expect(commandOf('code %F', '/d/3:15.md', line)).toBeNull()
    expect(commandOf('kate %F', '/d/3:15.md', line)).toBe('kate --line 12 /d/3:15.md')
  })

  test('what is not absolute could be read as an option', () => {
    expect(commandOf('kate %F', '--help', line)).toBeNull()
    expect(commandOf('kate %F', 'a.md', line)).toBeNull()
  })
})
