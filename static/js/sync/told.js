// Times as people say them, in the language of the page.
const language = document.documentElement.lang || "es";
const STEPS = [["day", 86_400], ["hour", 3600], ["minute", 60]];

const nearest = (seconds) => {
  const [unit, size] = STEPS.find(([, least]) => seconds >= least) ?? ["second", Infinity];
  return [Math.floor(seconds / size), unit];
};

// "hace 2 horas", "ahora"
export function ago(iso) {
  const [n, unit] = nearest(Math.max(0, (Date.now() - Date.parse(iso)) / 1000));
  return new Intl.RelativeTimeFormat(language, { numeric: n ? "always" : "auto" }).format(-n, unit);
}

// "25 minutos"
export function lasting(ms) {
  const [n, unit] = nearest(Math.abs(ms) / 1000);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(n);
}

// "mar, 24 nov, 10:32"
export const moment = (iso) =>
  new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
