/*
 * What core says with a command to type, as the window says it: with what to press. English alone: nobody but the window reads
 * the other languages, so their tables say it at once.
 */
import type { SentenceText } from '../../../core/sayings/fill.ts'
import type { SentenceCode } from '../../../core/sayings/say.ts'

export const englishWindow: Readonly<Partial<Record<SentenceCode, SentenceText>>> = {
  'file.pictureNotRead': 'Text in pictures is not looked for: the settings, under Indexing and power, can change that.',
  'verdict.onlyParts': 'Of it only {folders} is in the library. To add all, drop {path} on the window.',
  'verdict.notAdded': "It is in none of the library's folders. To add it, drop it or its folder on the window.",
  'verdict.forgotten': 'You told the library to forget {path}. Take that back to have it read again.',
  'verdict.waiting': 'It waits to be read, as number {place:n} of {total:n}. To read it now, press “Look again”.',
  'verdict.partly': 'Only a part of it was read so far. To go on, press “Look again”.',
  'verdict.changed': 'It was indexed and has changed since. To read it again, press “Look again”.',
  'verdict.changedWaiting': 'It was indexed and has changed since. {waits}',
  'verdict.folderNotRead': 'Nothing in it was indexed yet. To read it, press “Look again”.',
  'verdict.notSeen': 'No run has seen it yet. To read it, press “Look again”.',
  'verdict.partUnread':
    'Something in it could not be read, {part}: {reason} All such parts are in the list of files that could not be read.',
  'note.noModel': 'Words alone. {reason}',
  'verdict.foundBut': '{found} {unread}',
  'verdict.pictureByName':
    'It is in the library and is found by its name and folder: no text is read of files of this type. The settings, under Indexing and power, can have text in pictures read.',
  'verdict.partKind':
    'In files nothing is read of names or types like that of {part}. All rules are in the settings, under What is skipped.',
  'verdict.noPart':
    '{path} has no document called {part} that could be found: it is not there, has no text, or was deleted or forgotten.',
  'verdict.pageLeftOut':
    'Pages like it are left out of the history by a rule: {rule}. All rules are in the settings, under What is skipped.',
  'verdict.noHistory': "No browser's history is in the library. Those on this machine are under Status and folders.",
  'forget.nothing': 'Nothing of the kind is in the library.',
  'forget.notBefore': 'This was not forgotten, or it was called otherwise then.',
  'forget.incomplete': 'Forgetting is not complete: {what}. Forget the same once more.',
  'library.none': 'No library in {folder}. Drop a folder on the window to make one.',
  'library.nothingBelow': 'Nothing in the library is at or below {path}.',
  'library.notWritable':
    "The library's folder {folder} cannot be written ({reason}). Change its permissions, then start Leantern anew.",
  'library.noDocument': 'The library has no document {path}.',
  'library.tooOld':
    'The library was made by an earlier Leantern (format {found:n}; this one needs {known:n}). Press “Repair the library…”: your own files are not touched.',
  'library.wordsTooOld':
    '{name} has its words as an earlier Leantern took them apart ({found:n}, now {known:n}). Press “Repair the library…”: your own files are not touched.',
  'part.damaged': 'A part of the library is damaged ({name})',
  'part.missing': 'A part of the library is missing ({name})',
  'part.missingFrom': 'A part of the library is missing ({name})',
  'library.hotCacheDamaged': 'A part of the library is damaged ({name}).',
  'library.learnedNotOpened':
    'What you opened and judged cannot be read, and results come without it. Change the permissions of {path}.',
  'library.damaged': '{what}. Press “Repair the library…”: your own files are not touched.',
  'library.catalogueNotOpened':
    'The list of documents cannot be opened. Press “Repair the library…”: your own files are not touched.',
  'library.textsNotOpened':
    'The texts that were kept cannot be opened. Press “Repair the library…”: your own files are not touched.',
  'library.catalogueDamaged':
    'The list of documents is damaged. Press “Repair the library…”: your own files are not touched.',
  'library.textsDamaged':
    'The texts that were kept are damaged. Press “Repair the library…”: your own files are not touched.',
  'library.excludedDamaged':
    'The list of what you excluded cannot be read. Press “Repair the library…”: your own files are not touched.',
  'library.forgottenDamaged':
    'The list of what was forgotten cannot be read. Press “Repair the library…”: your own files are not touched.',
  'library.readingDamaged':
    'Your rules of what to read and to leave out cannot be read. Press “Repair the library…”: your own files are not touched.',
  'library.learnedDamaged':
    'What you opened and judged cannot be read, and results come without it. Press “Repair the library…”: what can still be read of it is kept.',
  'library.notLock':
    'A file of the library is damaged ({path}). Press “Repair the library…”: your own files are not touched.',
  'library.holderEnded':
    'The program that held the library in {folder} ended before this was done. Do the same once more.',
  'library.bits':
    'Expected codes of {wanted:n} bits a dimension, got a library in {folder} made with {found:n}. It keeps those it was made with.',
  'model.mismatch': "The library's model {made} is not here any more: put it back, or choose another one.",
  'model.otherVersion':
    'The {name} here is not the one with which the library was made: put that back, or choose this one.',
  'model.missing':
    'There is no model {name} here. Installed: {known}. Those that can be added are in the settings, under Model.',
  'model.there': 'There is a model {name} already. Give the folder of the new one another name.',
  'model.incomplete': '{name} is missing in the model folder {folder}: put it back, or choose another model.',
}
