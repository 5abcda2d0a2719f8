"""What people type and send in a walk: fitting words for each kind of answer, and what nobody asked for."""

from typing import Any, Final

CODE: Final = "mimosa du lac"
"""The code word of the discreet person; she forgets it now and then."""

FITTING: Final[dict[str, tuple[str, ...]]] = {
    "text": ("Camping du Lac", "Il faut choisir un camping.", "Zoé"),
    "message": ("J'ai pensé à vous.", "On regarde ensemble ?"),
    "number": ("1", "2", "trois", "٢"),
    "money": ("0", "60 €", "420", "1 250,50", "250 euros", "150.00"),
    "ages": ("6, 8 et 11 ans", "un bébé de 8 mois", "12"),
    "period": ("du 10 au 17 juillet", "3/8/2027 - 10/8/2027", "12 juillet 2027", "demain"),
    "place": ("Le lac, à 25 km", "Berck"),
    "choice": ("chez une amie", "un chalet"),
    "many": ("me reposer", "voir la mer"),
}
"""By the kind of widget. Buttons are tapped besides."""

BY_STEP: Final[dict[str, tuple[str, ...]]] = {"department": ("93", "2A"), "kind": ("other",)}
"""Where the kind of widget is not enough to fit."""

NONSENSE: Final = (
    "🙂",
    "🏖️🚲👩‍👩‍👧‍👦",
    "👩🏽‍🦽 🇫🇷",
    "<b>gras</b> <script>alert(1)</script> & <i>",
    "</b></i><a href='tg://user?id=1'>x</a>",
    "*gras* _souligné_ [lien](https://example.org) `code` ~~~",
    "{{ 7 * 7 }} {% raise %} %(name)s %s {name}",
    "31/2/2027",
    "du 17 au 10 juillet",
    "10/7/1999",
    "-5",
    "-250 €",
    "999999999999999",
    "1,2,3,4,5,6,7,8,9,10,11,12,13,14",
    "1.2.3,4,5",
    "٣٤٥٦٧",
    "½",
    "²",
    "0",
    "oui",
    "non",
    "aide",
    "stop",
    "langue",
    "je veux parler à quelqu'un",
    "help",
    "?",
    "…",
    "'; DROP TABLE people; --",
    "\u200f\u202etest\u202c",
    "a\u0301\u0300\u0301\u0300" * 40,
    "שלום",
    "سلام",
    "नमस्ते",
    "x" * 10_000,
    "😀" * 3_000,
    "<b>" * 1_500,
    "mot " * 2_500,
    "ligne\n" * 300,
    "/",
    "//",
    "/start@carnet_bot",
    "/unknown",
    "=",
    "=campsite",
    "other",
    "done",
)

COMMANDS: Final = (
    "/start",
    "/plan",
    "/status",
    "/review",
    "/people",
    "/invite",
    "/calls",
    "/decide",
    "/organisations",
    "/language",
    "/help",
    "/privacy",
    "/stop",
)
"""Of every role: somebody else's are typed too."""

WORK: Final = {"Lina": "/review", "Claire": "/decide", "Awa": "/plan", "Nour": "/plan"}
"""What brings each to what awaits her."""

BUSY: Final = ("Lina", "Claire")
"""Who has more to do than the others."""

FILES: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "photo"},
    {"kind": "photo", "caption": "Le devis <b>& co"},
    {"kind": "document", "file_name": "devis.pdf", "mime_type": "application/pdf"},
    {"kind": "document", "file_name": "vide.pdf", "mime_type": "application/pdf", "size": 0},
    {"kind": "document", "file_name": "<b>.pdf", "mime_type": "application/pdf", "size": 25_000_000},
    {"kind": "document", "file_name": "virus.exe", "mime_type": "application/octet-stream"},
    {"kind": "voice", "duration": 7},
    {"kind": "voice", "duration": 4_000, "size": 21_000_000},
    {"kind": "video"},
    {"kind": "sticker"},
    {"kind": "location", "latitude": 48.9, "longitude": 2.4},
)

FORGED: Final = (
    "",
    "x",
    ":",
    "q",
    "q:",
    "q:::",
    "q:p1s:1:wishes:sea",
    "q:p1s:zz:wishes:sea",
    "q:p1s:1:adults:99999999999999999999999999999",
    "q:p1s:1:dates:d20270710",
    "q:c1:1:points:done",
    "q:pzzzzzzzzzzzzs:1:wishes:sea",
    "q:p-1s:1:wishes:sea",
    "n:p1s:1:wishes:back",
    "n:p1s:1:nothing:unknown",
    "n:p1s:1:adults:skip",
    "n:p1s:1:wishes:example",
    "g:part:nothing",
    "g:edit:nothing",
    "g:edit:comment.x",
    "g:language:xx",
    "g:write:maybe",
    "g:home:home:home",
    "r:person:1",
    "r:person:zzz",
    "r:link:2",
    "r:beside:3",
    "r:detach:!",
    "r:tell:1:granted",
    "r:tell:1:<b>",
    "d:list",
    "d:nothing",
    "p:grant:1:1",
    "p:endorse:1:1",
    "p:cancel:1:1:sure",
    "p:undo_decision:2:1",
    "p:send:99:1",
    "p:nothing:1:1",
    "p:card:1:",
    "p:card::1",
    "p:decide:٣:1",
    "z" * 64,
    "é" * 32,
)
