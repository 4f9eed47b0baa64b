import { t } from '../i18n/i18n.ts'
import { daysBetween, monthText, yearText } from './number-text.ts'

/**
 * Under which heading a moment stands in a list by date: 'Today', 'Yesterday', 'This week', 'Last week', the month, and the year alone
 * before the last one. Weeks begin on Monday. `ms` 0: without a date.
 */
export function dayGroup(ms: number, now: Date = new Date()): string {
  if (ms <= 0) return t('day.none')
  const date = new Date(ms)
  const days = daysBetween(date, now)
  // A clock that goes wrong, or an appointment: the day itself is no group yet.
  if (days < 0) return monthText(date, now)
  if (days === 0) return t('day.today')
  if (days === 1) return t('day.yesterday')
  const sinceMonday = (now.getDay() + 6) % 7
  if (days <= sinceMonday) return t('day.thisWeek')
  if (days <= sinceMonday + 7) return t('day.lastWeek')
  return date.getFullYear() >= now.getFullYear() - 1 ? monthText(date, now) : yearText(date)
}
