// The few words a telephone itself shows, in its owner's language, and how dates are written there.

const RIGHT_TO_LEFT = new Set(["ar", "fa", "ps", "ur", "he"]);

/** Languages of the picker, each under its own name. */
export const LANGUAGES = {
  fr: "Français",
  en: "English",
  es: "Español",
  ar: "العربية",
  fa: "فارسی",
  ps: "پښتو",
  uk: "Українська",
  ru: "Русский",
  pt: "Português",
  tr: "Türkçe",
  ro: "Română",
};

const WORDS = {
  fr: ["Message", "Démarrer", "modifié", "écrit…", "bot", "Débloquer", "Que fait ce bot ?"],
  en: ["Message", "Start", "edited", "typing…", "bot", "Unblock", "What can this bot do?"],
  es: ["Mensaje", "Iniciar", "editado", "escribiendo…", "bot", "Desbloquear", "¿Qué hace este bot?"],
  ar: ["رسالة", "ابدأ", "معدّلة", "يكتب…", "بوت", "إلغاء الحظر", "ماذا يفعل هذا البوت؟"],
  fa: ["پیام", "شروع", "ویرایش‌شده", "در حال نوشتن…", "ربات", "رفع مسدودی", "این ربات چه می‌کند؟"],
  ps: ["پیغام", "پیل", "سم شوی", "لیکي…", "بوټ", "بندیز لرې کول", "دا بوټ څه کوي؟"],
  uk: ["Повідомлення", "Почати", "змінено", "пише…", "бот", "Розблокувати", "Що вміє цей бот?"],
  ru: ["Сообщение", "Начать", "изменено", "печатает…", "бот", "Разблокировать", "Что умеет этот бот?"],
  pt: ["Mensagem", "Iniciar", "editado", "escrevendo…", "bot", "Desbloquear", "O que este bot faz?"],
  tr: ["Mesaj", "Başlat", "düzenlendi", "yazıyor…", "bot", "Engeli kaldır", "Bu bot ne yapar?"],
  ro: ["Mesaj", "Pornește", "editat", "scrie…", "bot", "Deblochează", "Ce face acest bot?"],
};
const NAMES = ["message", "start", "edited", "typing", "bot", "unblock", "about"];

const primary = (language) => (language ?? "en").toLowerCase().split(/[-_]/u)[0];

/** @returns {Record<string, string>} the words of that language, or English ones */
export function wordsIn(language) {
  const row = WORDS[primary(language)] ?? WORDS.en;
  return Object.fromEntries(NAMES.map((name, index) => [name, row[index]]));
}

/** @returns {"rtl"|"ltr"} */
export const directionOf = (language) => (RIGHT_TO_LEFT.has(primary(language)) ? "rtl" : "ltr");

/** Whose habits a language without a country follows: the day before the month, 24 hours, the months of Afghanistan. */
const WRITTEN_AS = { en: "en-GB", fa: "fa-AF-u-ca-gregory-nu-latn" };

function format(language, options) {
  try {
    return new Intl.DateTimeFormat(WRITTEN_AS[language || "en"] ?? language, options);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options); // a language tag from elsewhere may be no BCP 47 tag
  }
}

/** "14:05", from seconds since 1970. */
export const timeOf = (seconds, language) =>
  format(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(seconds * 1000));

/** "Monday 23 November", with the year when it is another one than now's. */
export function dayOf(seconds, language, nowSeconds) {
  const date = new Date(seconds * 1000);
  const sameYear = date.getFullYear() === new Date(nowSeconds * 1000).getFullYear();
  const year = sameYear ? {} : { year: "numeric" };
  return format(language, { weekday: "long", day: "numeric", month: "long", ...year }).format(date);
}

/** The sandbox's own date and time, for the clock panel. */
export const momentOf = (seconds) =>
  format(navigator.language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(seconds * 1000));

/** "1.4 MB" */
export function sizeOf(bytes) {
  if (bytes === undefined || bytes === null) return "";
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** "0:07" */
export const durationOf = (seconds = 0) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
