// What a person sends besides words: a file from the disk, or one of a few samples made here on the spot.

import { make } from "/page/dom.js";
import { menu, menuRow } from "/page/popups.js";

const SAMPLE_LINES = ["Camping Les Pins", "Devis n° 118", "", "7 nuits, mobil-home      420,00 €", "Taxe de séjour               9,80 €", "", "Total                      429,80 €"];
const ROYAN = { latitude: 45.6277, longitude: -1.0253 };

/** The file's bytes as the control API takes them. */
function base64Of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

async function sendBlob(phone, kind, blob, name, given = {}) {
  const content = await base64Of(blob);
  const extra = kind === "photo" ? await measuresOf(blob) : given;
  await phone.send({ kind, file_name: name, mime_type: blob.type || "application/octet-stream", content_base64: content, ...extra });
}

/** Width and height of a picture; none for what is no picture, which the bot is then to sort out. */
async function measuresOf(blob) {
  try {
    const { width, height } = await createImageBitmap(blob);
    return { width, height };
  } catch {
    return {};
  }
}

/** Sends the page's sample voice note: three hummed seconds. */
export async function sendVoice(phone) {
  const answer = await fetch("/page/sample-voice.ogg");
  const sound = new Blob([await answer.arrayBuffer()], { type: "audio/ogg" });
  await sendBlob(phone, "voice", sound, "voice.ogg", { duration: 3 });
}

/**
 * The attachment menu and the two file fields it opens.
 *
 * @returns {{fields: HTMLElement[], open: (anchor: HTMLElement) => void}}
 */
export function attachments(phone) {
  const field = (kind, accept) =>
    make("input", {
      type: "file",
      name: kind,
      accept,
      hidden: true,
      tabindex: "-1",
      "aria-hidden": "true",
      on: {
        change: async (event) => {
          const [file] = event.target.files;
          event.target.value = "";
          if (file) await sendBlob(phone, kind, file, file.name);
        },
      },
    });
  const photos = field("photo", "image/*");
  const documents = field("document", "application/pdf,image/*,.pdf,.docx,.xlsx,.csv,.txt");
  const open = (anchor) => {
    menu(phone.frame, anchor, "Send", [
      menuRow("photo", "Photo…", () => photos.click()),
      menuRow("file", "PDF or document…", () => documents.click()),
      menuRow("photo", "Sample photo: a quote", async () => sendBlob(phone, "photo", await samplePicture(), "devis.jpg")),
      menuRow("file", "Sample PDF: a quote", async () => sendBlob(phone, "document", samplePdf(), "devis.pdf")),
      menuRow("file", "Sample list: organisations", async () => sendBlob(phone, "document", sampleList(), "liste.csv")),
      menuRow("pin", "Location", () => phone.send({ kind: "location", ...ROYAN })),
      menuRow("smile", "Sticker", () => phone.send({ kind: "sticker" })),
    ]);
  };
  return { fields: [photos, documents], open };
}

/** A list as an office keeps it: three good lines, and one with a mistake to be told about. */
function sampleList() {
  const lines = [
    "Structure;Type;Département;Référent",
    "Résidence du Lac;Résidence sociale;93;Lina B.",
    "Résidence du Lac;Résidence sociale;93;Omar K.",
    "Chantier du Parc;SIAE;35;Inès M.",
    "Foyer du Nord;Residense sociale;59;Nora T.",
  ];
  return new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" });
}

/** A sheet of paper on a table, as somebody would photograph it. */
function samplePicture() {
  const canvas = make("canvas", { width: 900, height: 1200 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#b99f80";
  pen.fillRect(0, 0, 900, 1200);
  pen.translate(450, 600);
  pen.rotate(-0.03);
  pen.shadowColor = "rgba(0, 0, 0, 0.35)";
  pen.shadowBlur = 40;
  pen.fillStyle = "#fdfcf8";
  pen.fillRect(-360, -500, 720, 1000);
  pen.shadowColor = "transparent";
  pen.fillStyle = "#23302d";
  SAMPLE_LINES.forEach((line, index) => {
    pen.font = index === 0 ? "bold 52px serif" : "32px serif";
    const [left, right] = line.split(/\s{3,}/u);
    pen.fillText(left, -300, -380 + index * 78);
    if (right) {
      pen.textAlign = "right";
      pen.fillText(right, 300, -380 + index * 78);
      pen.textAlign = "left";
    }
  });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

/** The smallest honest PDF: one page, one font, offsets that are right. */
function samplePdf() {
  const escaped = (line) => line.replace("€", "EUR").replace(/[\\()]/gu, "\\$&");
  const lines = SAMPLE_LINES.map((line) => `(${escaped(line)}) Tj 0 -24 Td`).join("\n");
  const stream = `BT /F1 14 Tf 72 760 Td\n${lines}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}${trailer}`;
  // One byte a letter, as WinAnsi has it: the offsets above count letters.
  return new Blob([Uint8Array.from(file, (letter) => letter.charCodeAt(0))], { type: "application/pdf" });
}
