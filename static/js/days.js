// Days of the programme are days in Lima, wherever the phone believes to be.
const ZONE = "America/Lima";

const dated = (moment) => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" }).format(moment);

// "2026-11-25"; never before `made`, the day the page was made: a phone whose battery has died believes to be in 1970.
export const today = (made = "") => [made, dated(new Date())].sort().at(-1);

// "miércoles, 25 de noviembre", of a day written like the above
export function spoken(day) {
  const words = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, words).format(new Date(`${day}T12:00:00Z`)).replace(",", "");
}

// "miércoles 25 de noviembre, 07:12", of a moment
export function spokenMoment(moment) {
  const time = new Intl.DateTimeFormat("es", { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(moment);
  return `${spoken(dated(moment))}, ${time}`;
}
