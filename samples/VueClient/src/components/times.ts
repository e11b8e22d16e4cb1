import { en, locale } from '../en';

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

export function clockTime(at: Date): string {
  return clock.format(at);
}

/** For narrow places: the half of the day is clear from what stands above. */
export function gutterTime(at: Date): string {
  return clock.formatToParts(at).filter(({ type }) => type !== 'dayPeriod').map(({ value }) => value).join('').trim();
}

export function fullTime(at: Date): string {
  return whole.format(at);
}

/** How one speaks of a day, seen from now. */
export function dayName(at: Date, now: Date): string {
  if (isSameDay(at, now)) return en.messages.today;
  if (isSameDay(at, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return en.messages.yesterday;
  return (at.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(at);
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
