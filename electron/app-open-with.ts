import { dialog, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import { applicationFolders } from './desktop-entry.ts'
import { mustBeThere, startProgram } from './open-with-system.ts'
import { programsFor, typeOfFile } from './open-with.ts'
import type { Texts } from './texts/texts.ts'

/** Where the menu of programs opens, CSS pixels from the window's corner: below the field. */
const menuPlace = { x: 60, y: 84 }
/** A menu tells that it has closed before or after the click that closed it. */
const clickMs = 300

/**
 * Asks which program is to open a document, and starts it. False where the person chose none. Windows asks itself; macOS has the
 * folder of its applications; on Linux it is a menu of the programs for the file's type.
 * @throws AppError `not-found` where the file is gone, `failed` where the program cannot be started
 */
export async function openWith(window: BrowserWindow, path: string, texts: Texts): Promise<boolean> {
  await mustBeThere(path)
  if (process.platform === 'win32') {
    // The rest of this command line is the path, as it stands.
    await startProgram(path, ['rundll32.exe', 'shell32.dll,OpenAs_RunDLL'], { isVerbatim: true })
    return true
  }
  const command =
    process.platform === 'darwin' ? await chooseApplication(window) : await chooseInMenu(window, path, texts)
  if (command === null) return false
  await startProgram(path, command)
  return true
}

async function chooseApplication(window: BrowserWindow): Promise<readonly string[] | null> {
  const chosen = await chooseFile(window, '/Applications')
  return chosen === null ? null : ['open', '-a', chosen]
}

async function chooseInMenu(window: BrowserWindow, path: string, texts: Texts): Promise<readonly string[] | null> {
  const programs = await programsFor(await typeOfFile(path), applicationFolders(), texts.language)
  const another = async (): Promise<readonly string[] | null> => {
    const chosen = await chooseFile(window, '/usr/bin')
    return chosen === null ? null : [chosen]
  }
  if (programs.length === 0) return another()
  return new Promise((resolve, reject) => {
    let isClicked = false
    const item = (label: string, choose: () => Promise<readonly string[] | null>): MenuItemConstructorOptions => ({
      label: label.replaceAll('&', '&&'),
      click() {
        isClicked = true
        choose().then(resolve, reject)
      },
    })
    const menu = Menu.buildFromTemplate([
      ...programs.map(({ name, entry }) => item(name, async () => ['gio', 'launch', entry])),
      { type: 'separator' },
      item(texts.words.anotherProgram, another),
    ])
    menu.popup({ window, ...menuPlace, callback: () => setTimeout(() => isClicked || resolve(null), clickMs) })
  })
}

async function chooseFile(window: BrowserWindow, folder: string): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, { defaultPath: folder, properties: ['openFile'] })
  return filePaths[0] ?? null
}
