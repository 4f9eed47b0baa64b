/* What a library refuses, what is wrong with it, and what becomes of a file. */
import type { SentenceText } from './fill.ts'

export const library = {
  'root.notThere': 'There is no folder {path}. Check the path.',
  'root.file':
    'Expected a folder or a file of a kind that is read, got the file {path}. Add the folder it is in: {folder}',
  'root.noRight': 'The folder {path} cannot be read ({reason}). Give Leantern the right to read it, then add it again.',
  'root.unreadable': 'The folder {path} cannot be read: {reason}',
  'root.disk': '{path} is a whole disk. Add the folders with your documents instead, such as Documents or Desktop.',
  'root.home':
    '{path} is your whole home folder. Add the folders with your documents instead, such as Documents or Desktop.',
  'root.aboveHome':
    '{path} contains your whole home folder. Add the folders with your documents instead, such as Documents or Desktop.',
  'root.system':
    "{path} holds the system's and programs' own files. Add the folders with your documents instead, such as Documents or Desktop.",
  'root.folderGone': 'The folder {path} is not there. Connect its disk, or remove the folder from the library.',
  'root.fileGone': 'The file {path} is not there. Connect its disk, or remove the file from the library.',
  'root.fileUnreadable': 'The file {path} cannot be read: {reason}',
  'root.unplugged': 'The disk of {path} is not there. Connect it again, or remove the folder from the library.',
  'root.unwatchedLinux':
    '{path} has more folders than the system lets be watched. Changes in it are found every {minutes:n} min. To have them at once, raise the limit: sudo sysctl fs.inotify.max_user_watches=524288',
  'root.unwatched':
    '{path} has more folders than the system lets be watched. Changes in it are found every {minutes:n} min. To have them at once, close programs that watch many folders.',
  'found.fullDiskAccess':
    'macOS asks for Full Disk Access first: System Settings > Privacy & Security > Full Disk Access > Leantern.',
  'found.noRight': 'You have no right to read it: change its permissions, or start Leantern as the person whose it is.',
  'verdict.missing': 'There is nothing at {path}.',
  'verdict.missingKept':
    'There is nothing at {path}. The library still has what was there; it leaves with the next run, unless its disk is only unplugged.',
  'verdict.ownFolder': "It is in Leantern's own folder, which is never read.",
  'verdict.excluded': 'You excluded {path}. Include it again to have it read.',
  'verdict.onlyParts': 'Of it only {folders} is in the library. To add all: leantern index {path}',
  'verdict.notAdded': "It is in none of the library's folders. To add it: leantern index {path}",
  'verdict.forgotten': 'You told the library to forget {path}. To take that back: leantern forget --undo "{path}"',
  'verdict.forgottenByFacts': 'You told the library to forget it, by its date, sender, site or source.',
  'verdict.waiting': 'It waits to be read, as number {place:n} of {total:n}. To read it now: leantern index',
  'verdict.partly': 'Only a part of it was read so far. To go on: leantern index',
  'verdict.notReadable': 'It could not be read ({kind}): {reason}',
  'verdict.changed': 'It was indexed and has changed since. To read it again: leantern index',
  'verdict.changedWaiting': 'It was indexed and has changed since. {waits}',
  'verdict.leftOut':
    'It is left out by a rule: {rule}. A line "!…" in a .leanternignore brings in what the defaults leave out.',
  'verdict.folderLeftOut':
    'The folder {path} is left out by a rule: {rule}. A line "!…" in a .leanternignore brings in what the defaults leave out.',
  'verdict.leftOutFirmly': 'It is left out by a rule: {rule}. Nothing brings that in.',
  'verdict.folderLeftOutFirmly': 'The folder {path} is left out by a rule: {rule}. Nothing brings that in.',
  'verdict.folderNotRead': 'Nothing in it was indexed yet. To read it: leantern index',
  'verdict.notSeen': 'No run has seen it yet. To read it: leantern index',
  'verdict.folderFound': {
    one: '{count:n} document at or below it is in the library.',
    other: '{count:n} documents at or below it are in the library.',
  },
  'verdict.found': 'It is in the library and can be found.',
  'verdict.foundParts': {
    one: 'It is in the library and can be found. It holds {count:n} document.',
    other: 'It is in the library and can be found. It holds {count:n} documents.',
  },
  'verdict.partUnread': 'Something in it could not be read, {part}: {reason} All such parts: leantern list --errors',
  'verdict.foundBut': '{found} {unread}',
  'verdict.byNameOnly': 'It is found by its name, folder, date and type alone.',
  'verdict.byName': 'It is in the library and is found by its name and folder: no text is read of files of this type.',
  'verdict.pictureByName':
    'It is in the library and is found by its name and folder: no text is read of files of this type. To have text in pictures read: leantern rules set ocr on',
  'verdict.partKind': 'In files nothing is read of names or types like that of {part}. All rules: leantern rules',
  'verdict.noPart':
    '{path} has no document called {part} that could be found: it is not there, has no text, or was deleted or forgotten. Those it has: leantern list',
  'verdict.noWebPage':
    'Of histories only pages of the web (http, https) are read, with addresses of at most 4,096 characters.',
  'verdict.pageLeftOut': 'Pages like it are left out of the history by a rule: {rule}. All rules: leantern rules',
  'verdict.noHistory': "No browser's history is in the library. Those on this machine: leantern sources",
  'verdict.noVisit':
    'No history in the library has a visit of it: {histories}. Bookmarks, frames and redirects are no visits.',
  'forget.nothing': 'Nothing of the kind is in the library. See: leantern list',
  'forget.noAddress': 'Expected the address of a page, such as https://example.org/page, got {address}.',
  'forget.notBefore': 'Expected something that was forgotten before.',
  'forget.incomplete': 'Forgetting is not complete: {what}. Run the same command again.',
  'library.none': 'No library in {folder}. Make one with: leantern index FOLDER --output {folder}',
  'library.ownFolder': "Expected a folder of documents, got the library's own folder {path}.",
  'library.above':
    'Expected a folder of the library or what is in one, got {path}, which is above {folders}. Name what should go.',
  'library.nothingBelow': 'Nothing in the library is at or below {path}. See: leantern list',
  'library.notInside': 'Expected a path inside a folder of the library, got {path}.',
  'library.notExcluded': 'Expected an excluded path, got {path}.',
  'library.otherFiles':
    'Expected an empty or new folder or a library, got {folder}, which holds other files. Choose another folder for the library.',
  'library.isFile': 'Expected a folder for the library, got the file {path}.',
  'library.notWritable':
    "The library's folder {folder} cannot be written ({reason}). Choose another with --output or --index.",
  'library.noDocument': 'The library has no document {path}. See: leantern list',
  'library.noPlace': 'Expected a place in the {bytes:n} bytes of {path}, got byte {at:n}.',
  'library.tooNew': '{name} has format {found:n}; this Leantern reads up to {known:n}. Update Leantern.',
  'library.allTooNew': 'This library has format {found:n}; this Leantern reads up to {known:n}. Update Leantern.',
  'library.catalogueTooNew':
    'The catalogue has format {found:n}; this Leantern reads up to {known:n}. Update Leantern.',
  'library.tooOld':
    'The library was made by an earlier Leantern (format {found:n}; this one needs {known:n}). Run the index command again with --rebuild and your folders.',
  'library.wordsTooNew':
    '{name} has its words as a newer Leantern takes them apart ({found:n}, here {known:n}). Update Leantern.',
  'library.wordsTooOld':
    '{name} has its words as an earlier Leantern took them apart ({found:n}, now {known:n}). Run the index command again with --rebuild.',
  'library.damaged': '{what}. Run: leantern check --repair, or the index command again with --rebuild.',
  'part.damaged': '{name} is damaged: {reason}',
  'part.missing': '{name} is missing',
  'part.missingFrom': '{name} is missing from {folder}',
  'library.hotCacheDamaged': '{name} is damaged: {reason}.',
  'library.catalogueNotOpened':
    'The catalogue of {folder} cannot be opened: {reason}. Run the index command again with --rebuild.',
  'library.textsNotOpened':
    'The text cache {path} cannot be opened: {reason}. Run the index command again with --rebuild.',
  'library.catalogueDamaged': 'The catalogue is damaged ({reason}). Run the index command again with --rebuild.',
  'library.textsDamaged': 'The text cache is damaged ({reason}). Run the index command again with --rebuild.',
  'library.excludedDamaged':
    'Expected a list of excluded paths in {path}, got something else. Delete the file, then exclude them again.',
  'library.forgottenDamaged':
    'Expected the list of what was forgotten in {path}, got something else. Delete the file, then forget it again.',
  'library.readingDamaged':
    'Expected what to read and to leave out in {path}, got something else. Delete the file, then set it again.',
  'library.learnedDamaged':
    'What you opened and judged cannot be read ({reason}), and results come without it. Run: leantern check --repair',
  'library.learnedTooNew':
    'What you opened and judged was kept by a newer Leantern (format {found:n}; this one reads up to {known:n}), and results come without it. Update Leantern.',
  'library.learnedBusy':
    'Another program has the file with what you opened and judged to itself; results come without it until that program is done.',
  'library.learnedReadOnly':
    'What you open and judge cannot be kept: {path} may not be written. Change its permissions, then open it once more.',
  'library.learnedNotOpened':
    'What you opened and judged cannot be read, and results come without it: {path} cannot be opened ({reason}). Look at its permissions.',
  'library.notLock': '{path} is not a lock of Leantern. Delete this file and try again.',
  'library.busyBy':
    '{holder} is changing the library in {folder}. Wait for it to finish, or stop it, and try again; searching works meanwhile.',
  'holder.unknown': 'Another Leantern',
  'holder.app': 'The app (process {pid}, since {time})',
  'holder.program': 'A program (process {pid}, since {time})',
  'holder.named': '{name} (process {pid}, since {time})',
  'library.busy':
    'Another program is changing the library in {folder} and takes no changes over, or has just ended. Try again when it is done; searching works meanwhile.',
  'library.holderEnded':
    'The program that held the library in {folder} ended before this was done. Run the same command again.',
  'library.changingModel': 'This library is changing its model already.',
  'library.bits':
    'Expected codes of {wanted:n} bits a dimension, got a library in {folder} made with {found:n}. Leave the wish out, or run the index command with --rebuild as well.',
  'library.stepStopped': 'The thread that {step} stopped: {reason}. What was finished is kept; run again.',
  'disk.full': 'No space left for {path}. Free some space and run again: nothing committed is lost.',
  'disk.fullForCatalogue': 'No space left for the catalogue. Free some space and run again: nothing committed is lost.',
  'disk.fullForTexts': 'No space left for the text cache. Free some space and run again: nothing committed is lost.',
  'tuning.few':
    'Expected at least {least:n} judged searches to tune on, got {count:n}. Say which result was it, then try again.',
  'reading.wrong': '{key} is wrong: {reason}.',
  'picture.notPages': 'This PDF cannot be shown as pages.',
  'picture.noPage': 'Page {number:n} of {pages:n} cannot be shown.',
  'reading.stopped': 'The extraction of texts was stopped.',
} as const satisfies Readonly<Record<string, SentenceText>>
