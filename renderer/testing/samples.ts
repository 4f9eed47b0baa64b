import type { SearchHit } from '../../core/types.ts'
import { hitOf } from './fake-api.ts'

const hits: readonly SearchHit[] = [
  hitOf({
    path: '/home/anna/Documents/contracts/2024/lease-birch-street.pdf',
    title: 'Lease agreement, 14 Birch Street',
    heading: '7 Ending the lease > 7.2 Notice',
    snippet:
      'Either party may end this lease with three months’ notice in writing. Notice given by the tenant takes effect at the end of the third calendar month; the deposit is returned within 30 days after the keys.',
    why: 'Words: notice, lease · close in meaning',
  }),
  hitOf({
    path: '/home/anna/Mail/Archive/2023-11/re-flat.eml',
    title: 'Re: When do we have to give notice?',
    heading: '',
    snippet:
      'Hi Anna, I looked it up: if we want to be out by June we have to tell them before the end of February. I can write the letter, you only need to sign it and keep a copy.',
    why: 'Says it in other words',
  }),
  hitOf({
    path: '/home/anna/Notes/home/moving.md',
    title: 'Moving checklist',
    heading: 'Three months before',
    snippet: 'Cancel the lease (registered letter!). Ask about painting. Book the van, compare at least two offers.',
    why: 'Word: lease',
  }),
  hitOf({
    path: '/home/anna/Documents/work/clients/hallberg-and-sons/2022/q3/correspondence/drafts/termination-of-the-service-agreement-final-v3.docx',
    title: 'Termination of the service agreement',
    heading: '',
    snippet:
      'We hereby terminate the agreement of 3 May with effect from 30 September. Please confirm receipt and the date on which access will end.',
    why: 'Says it in other words',
  }),
  hitOf({
    path: '/home/anna/Documents/code/tenancy/src/notice-period.ts',
    title: 'notice-period.ts',
    heading: 'noticePeriod',
    snippet:
      'export function noticePeriod(lease: Lease, today: Date): Period { const months = lease.months ?? 3; return lastDayAfter(today, months) }',
    why: 'Words: notice, lease',
  }),
  hitOf({
    path: '/home/anna/Documents/saved/tenant-rights.html',
    title: 'What tenants should know before they sign',
    heading: 'Ending a tenancy > Notice periods',
    snippet:
      'The period starts on the day the letter arrives, not on the day it was posted. Leases for a fixed term end by themselves.',
    why: 'Words: leases, notice',
  }),
  hitOf({
    path: '/home/anna/Documents/household/costs-2024.xlsx',
    title: 'Household costs 2024',
    heading: 'Rent',
    snippet: 'Rent January to June 1,140 a month; deposit 3,420 returned on 12 July after notice of 28 February.',
    why: 'Word: notice',
  }),
  hitOf({
    path: '/home/anna/Notes/日記/2024-02.txt',
    title: '2024-02',
    heading: '',
    snippet: 'Sent the letter about the flat today. Strange to think that by summer we will live by the sea.',
    why: 'Says it in other words',
  }),
]

/** Invented passages of every kind of document, each of another one, for the preview page. */
export const sampleHits: readonly SearchHit[] = hits.map((hit, document) => ({ ...hit, document }))
