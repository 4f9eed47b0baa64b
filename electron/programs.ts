import { extname } from 'node:path'

/*
 * Opening one of these runs it. A text index may well hold scripts, and a folder that came from elsewhere may hold a
 * .desktop or .lnk file with a harmless name; a search window must not be the way to run it. Scripts that open in an
 * editor on one system run on another (.js and .py on Windows), so the list is kept per system.
 */
const everywhere = ['jar', 'jnlp']
const bySystem: Readonly<Record<string, readonly string[]>> = {
  win32: (
    'bat cmd com cpl exe gadget hta inf js jse lnk msc msi msp mst pif ps1 py pyw reg rgs scr sct url vb vbe vbs ws wsf ' +
    'wsh'
  ).split(' '),
  darwin: ['action', 'app', 'command', 'pkg', 'scpt', 'terminal', 'tool', 'webloc', 'workflow'],
  linux: ['appimage', 'deb', 'desktop', 'rpm', 'run'],
}

/** Whether the system may run the file, rather than show it, when it is opened. Judged by its name alone. */
export function isProgram(path: string, platform: string = process.platform): boolean {
  const extension = extname(path).toLowerCase().slice(1)
  return everywhere.includes(extension) || (bySystem[platform] ?? []).includes(extension)
}
