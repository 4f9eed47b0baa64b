/* What a person is told before mail or history is read: the window's cards and the command line show the same words. */
import type { Consent, OptInSource } from '../types.ts'

const consents: Readonly<Record<OptInSource, Consent>> = {
  mail: {
    source: 'mail',
    reads:
      "The messages in the folders and archives you choose, with what is attached to them. They are opened for reading only; nothing is sent anywhere, and the mail program's own files are never changed.",
    keeps:
      'For each message: its subject, people, date and thread, a code for each passage, the numbers of its words, and where it lies. The texts themselves stay in your mail; only those of Outlook archives and of PDF or Office attachments are kept, packed, so that a search need not open them anew.',
    leavesOut:
      'Messages that were deleted in Thunderbird, and attachments of kinds that are not read, such as pictures.',
    erase:
      'Remove the place, or forget a sender, an hour or all mail: "leantern forget --source mail". What is forgotten leaves every file of the library, and searches prove it; your mail itself stays.',
  },
  history: {
    source: 'history',
    reads:
      "The titles and addresses of pages you visited, how often and when last, from a copy of the browser's database that is removed at once. Nothing is loaded from the web.",
    keeps:
      'For each page: its title, its address without anything behind "?" or "#", how often and when you last visited it, and a code of these words. The text of a page is read only from copies that you saved as files, where you name their folder.',
    leavesOut:
      'Banking, health, mail in the browser and signing in, by a list that you can change; private windows, which browsers do not record; frames, redirects, and bookmarks that were never visited.',
    erase:
      'Remove the history, or forget a site, an hour or all of it: "leantern forget --source history". What is forgotten leaves every file of the library, and searches prove it; the browser\'s own history stays.',
  },
}

/** @param source what somebody is about to add */
export function consentFor(source: OptInSource): Consent {
  return consents[source]
}
