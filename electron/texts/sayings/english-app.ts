/* What the app itself refuses. */
import type { SentenceText } from '../../../core/sayings/fill.ts'

export const app = {
  'app.answerStopped': 'The answer was stopped.',
  'app.noModel': 'Expected the name of a language model. Choose one in the settings, under Search.',
  'app.modelOnServer': '{name} runs on a server: nothing on this machine is to be chosen.',
  'app.gone': '{path} is not there any more.',
  'app.notOpened': '{path} could not be opened: {reason}',
  'app.noProgram': '{path} could not be opened: there is no {command} here',
  'app.noOpener':
    '{path} could not be opened: this system has no {command}, which finds the program for a file. The package xdg-utils has it.',
  'app.nothingOpens':
    '{path} could not be opened: the system has no program for it, or that program did not start. Set one in the file manager, under "Open with".',
  'app.notHere': '{what} is not possible from here. Start with: npm start -- FOLDER',
  'app.noPath': 'This window cannot see where a dropped folder lies. Start with: npm start -- FOLDER',
  'app.relativePath': 'Expected the absolute path of a folder, got "{path}"',
  'app.largeSettings': 'Expected a small file of settings, got {path} of {bytes:n} bytes.',
  'app.notSettings': 'Expected a file with settings that were saved from Leantern.',
  'app.wrongSetting':
    'This file cannot be loaded: {value} is no value that the setting {key} can have. Nothing was changed.',
  'app.noAddress': 'Expected the address of a server such as http://127.0.0.1:11434, got "{address}".',
  'app.engineStopped': 'The engine stopped unexpectedly. Try again, or start Leantern anew.',
  'app.closing': 'Leantern is closing.',
  'app.notCompared': '{path} cannot be compared: {reason}',
  'app.nothingToCompare':
    'Expected a document with text to compare others with, got {path}, which has none of its own.',
  'app.textGone': 'The text of {path} cannot be read any more, so nothing can be compared with it.',
  'app.notOfLibrary': 'Expected a document of the library, got {path}',
  'app.noRightsPage': 'This system has no page for it: change the permissions of the folder itself.',
  'app.isProgram': '{path} is a program: it is shown in its folder and not run.',
  'app.isProgramInside': '{name} is a program and is not run. It is in {path}.',
  'app.notCopied': 'No copy of {name} could be made to open it: {reason}',
  'app.isPage': '{address} is a page of the web: it opens in the browser, and there is no file of it.',
  'app.locked': 'Leantern is locked.',
  'lock.short': 'Expected a passphrase of at least {least:n} characters.',
  'lock.cannotAsk': 'This machine cannot ask for you. Use the passphrase.',
  'lock.refused': 'The system did not let you in. Try again, or use the passphrase.',
  'lock.tries': 'Too many tries. Wait {seconds:n} s.',
  'lock.wrong': 'That is not the passphrase.',
  'app.changingModel': 'The library is being given another model already.',
  'picture.failed': 'This page cannot be shown: {reason}',
  'picture.slow': 'it takes too long',
  'picture.none': 'There is nothing to be seen of {path} but its text.',
  'shortcut.taken': '{keys} is taken by another program. Choose another combination.',
  'shortcut.none': 'Expected a key combination such as Alt+Space, got "{keys}".',
  'search.replaced': 'A newer search took its place.',
} as const satisfies Readonly<Record<string, SentenceText>>
