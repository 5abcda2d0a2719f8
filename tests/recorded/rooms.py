"""What happens around the plans: messages, guides, lists, a group, strangers, broadcasts, and this very moment."""

import sqlalchemy as sa

from bot.domain.people import Contact
from bot.interaction.routes import encode_id
from bot.storage import broadcasts
from bot.storage.kernel.store import Tx
from tests.dialogues import asking, many
from tests.dialogues.group import Says, answers_for_household, comes, taps_one
from tests.dialogues.story import link_in
from tests.dialogues.test_organisations import HEADINGS, LAC, PARC, as_csv
from tests.recorded.inhabitants import PRESENT, Watched, World
from tests.recorded.seasons import HANDED_ON, tells
from tests.support.phones import Phone


async def around_the_plans(world: World) -> None:
    """Leave messages, a question to the network, guides, notes, an absence, and a person handed on."""
    lina, claire, rose = (world.phones[name] for name in ("lina", "claire", "rose"))
    sent = world.phones["sent"]
    await sent.forges("g:write")
    await sent.says("Bonjour Lina")
    await sent.sends("photo")
    await lina.forges(f"r:write:{encode_id(world.ids['sent'])}")
    await lina.says("Bonjour, je regarde demain.")
    await sent.says("Merci")
    await lina.forges("r:ask")
    await lina.says("Qui peut payer l’acompte ?")
    await world.acts("lina", "sent2", "ask")
    await lina.says("Que faire sans devis ?")
    await claire.forges("d:support")
    await taps_one(claire, "b:thread:d:")
    await claire.says("L’acompte\n\nLa structure peut l’avancer.")
    dan = world.phones["dan"]
    for who, title, theme, readers in (
        (claire, "Les chèques-vacances expliqués", "vouchers", "everybody"),
        (claire, "Bien préparer le départ", "stays", "everybody"),
        (dan, "Monter le budget", "budget", "referents"),
    ):
        await who.forges("d:guide_new")
        await who.says(title)
        await who.says("Voici comment faire.")
        await who.taps(theme, "fr", readers)
        if who is claire:
            await taps_one(claire, "d:guide_ok:")
    await lina.forges(f"r:note:{encode_id(world.ids['sent'])}")
    await lina.says("Préfère les rendez-vous du matin.")
    await rose.forges("r:away")
    await rose.says("31/07/2027")
    await rose.taps(str(world.ids["omar"]))
    await lina.forges(f"r:hand_on:{encode_id(world.ids['sent2'])}")
    await lina.taps(str(world.ids["omar"]))


async def _lists(claire: Phone) -> None:
    for rows in ((LAC,), (LAC, PARC)):
        await claire.forges("d:send_list")
        content = as_csv(HEADINGS, *rows)
        await claire.sends("document", content, file_name="liste.csv", mime_type="text/csv")
        if PARC not in rows:
            await taps_one(claire, "d:store:")
    await claire.sends("document", as_csv(HEADINGS, LAC), file_name="liste.csv", mime_type="text/csv")


async def a_new_group(world: World, autumn: int) -> None:
    """Begin a group whose members are: asked, said, accepted at the link, waiting to be accepted."""
    story, lina = world.story, world.phones["lina"]
    for name in ("bea", "cleo", "dora"):
        await world.joins(name, autumn)
    await world.joins("bob", autumn, contact=Contact.NONE)
    await lina.forges("r:group_new")
    await lina.says("Sortie d'automne")
    await lina.taps(str(autumn))
    for name in ("bea", "cleo", "bob"):
        await taps_one(lina, "r:group_tick:", name)
    await taps_one(lina, "r:group_ask:")
    await comes(world.phones["bea"], Says("1", "6"))
    await taps_one(lina, "r:group_link:")
    await lina.taps("5", "today")
    code = await link_in(lina)
    for name in ("eve", "fay"):
        world.phones[name] = Watched(await story.town.phone(name))
        await world.phones[name].starts(code)
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_asks:")
    await taps_one(lina, "r:group_accept:", "eve")
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "bob")
    await taps_one(lina, "r:group_fill:")
    await lina.taps("oral")
    await answers_for_household(lina, Says("1", "6"))


async def strangers(world: World) -> None:
    """Leave requests to join: begun, ready to be sent, sent, accepted, turned down; and a stranger who only looked."""
    town, claire = world.town, world.phones["claire"]
    for name in ("begins", "asks", "accepted", "turned_down", "looks", "rewrites"):
        world.phones[name] = Watched(await town.phone(name))
        await world.phones[name].starts()
    await world.phones["begins"].taps("g:join")
    for words in ("Inès Morvan", "Chantier du Parc"):
        await world.phones["begins"].says(words)
    await asking.writes(world.phones["rewrites"])
    for name in ("turned_down", "accepted", "asks"):
        await asking.writes(world.phones[name], organisation=f"Chantier {name}")
        await asking.sends(world.phones[name])
    await claire.forges("d:take_in:4")
    await claire.forges("d:turn_down:3")
    await taps_one(claire, "d:declined:")
    await claire.forges("d:minutes:1")


async def messages_to_many(world: World, autumn: int) -> None:
    """Leave broadcasts: done, not reached by some, under way, paused, for later, a draft; an event with answers."""
    town, claire = world.town, world.phones["claire"]
    await world.phones["paul"].blocks()
    await claire.forges("d:new_event")
    for words in ("Webinaire des référents", "27 août 2027", "14h30"):
        await claire.says(words)
    await claire.taps("90")
    await claire.says("https://example.org/salle")
    await claire.says("20")
    await claire.forges("d:event_ask:1")
    await claire.taps("none", "teams")
    await many.sends(claire)
    await town.settles()
    for name, answer in (("lina", "come"), ("omar", "come"), ("rose", "cannot")):
        await world.phones[name].forges(f"b:{answer}:1")
    await many.fails(town, world.phones["rose"], "drop", after=True)
    await many.fails(town, world.phones["lea"], "deactivated")
    for message in ("call_opened", "closes_on", "places_left", "seldom prepare"):
        await claire.forges("d:bc_new")
        await claire.taps(*message.split(), str(autumn), "teams")
        if message != "call_opened":
            await claire.taps("timing", "later")
            await claire.says("30/07/2027")
            await claire.says("12")
        await many.sends(claire)
        await town.settles()
        town.app.broadcasting._rest_until = 0  # it would rest for real seconds after a failure
        await town.settles()
    await world.phones["together"].forges("g:write:no_detail")
    await claire.starts()
    await claire.forges("d:bc_new")
    await claire.taps("incomplete", str(autumn), "people", "yes")
    await many.sends(claire)
    await town.settles()
    await claire.starts()
    await claire.forges("d:bc_new")
    await claire.taps("seldom", "last_day", str(autumn), "teams")


async def some_days(world: World) -> None:
    """Let the last days go by one by one, so that what is recalled is told."""
    while (left := PRESENT - world.town.clock.now).total_seconds() > 0:
        await world.town.passes(seconds=min(left.total_seconds(), 86_400))


async def at_this_moment(world: World) -> None:
    """Do what can still be undone, and open a gate."""
    town, lina, claire = world.town, world.phones["lina"], world.phones["claire"]
    await _lists(claire)
    await tells(world.phones["zoe"])
    await world.phones["silent"].says("soleil")
    await world.acts("lina", "sent", "endorse")
    await lina.says("Le reste est demandé à la ville.")
    for name, step in (("listed0", "grant"), ("listed1", "wait")):
        await world.acts("claire", name, step)
    await world.acts("claire", "listed2", "offer")
    await claire.says("100")
    await claire.forges("d:several")
    await taps_one(claire, "d:tick:")
    await claire.forges("d:grant_ticked")
    for name in ("granted", "mona"):
        await world.acts(name, name, "cancel_surely")
    await world.acts("maria", "maria", "stay_changes")
    await world.acts("lina", "maria", "change_card")
    await world.phones["ready"].starts()
    await world.phones["ready"].says("Combien je peux avoir ?")
    await world.phones["awa"].starts()
    await world.phones["awa"].says("Mon fils est malade")
    await world.phones["jade"].starts()
    await lina.forges(await world.button("jade", "report"))
    await lina.taps("handed")
    await lina.says(HANDED_ON)
    await lina.taps("as_planned", "nothing", "skip", "3")
    await lina.says("Elle a préparé le trajet seule.")
    await lina.taps("none", "skip")
    await town.settles()
    for number, state in ((4, broadcasts.BroadcastState.PAUSED), (5, broadcasts.BroadcastState.SENDING)):
        await town.does(broadcasts.move, number, state, broadcasts.BroadcastState.SCHEDULED)
    for phone in world.phones.values():
        await phone.looks()
    await _came_and_went(world)
    assert town.clock.now == PRESENT


async def _came_and_went(world: World) -> None:
    """Name buttons of messages that are no longer in these chats, but are in others."""
    ids = {name: encode_id(number) for name, number in world.ids.items()}
    for name, data in (
        ("lina", await world.button("iris", "home_early")),
        ("lina", "r:to_reach:6"),
        ("omar", f"r:late_colleague:{ids['uma']}"),
        ("lea", f"l:late:{ids['uma']}"),
        ("claire", f"d:unreached:{ids['paul']}"),
        ("claire", "d:freed:5"),
        ("claire", "d:bc_call:3"),
        ("begun", "g:terms"),
        ("sent2", "g:feelings"),
        *(("claire", f"d:{page}:1") for page in ("list", "waiting", "granted", "several")),
        ("claire", world.phones["claire"].newest("d:bc_see:") + ":fr"),
        ("claire", world.phones["claire"].newest("d:bc_go:") + ":sure"),
        ("lina", world.phones["lina"].newest("r:group_list:") + ":1"),
        ("lina", world.phones["lina"].newest("r:group_asks:") + ":1"),
        ("lina", world.phones["lina"].newest("r:group_pick:") + ":1"),
        ("lina", "b:thread:r:1:3"),
        ("omar", f"g:aloud:{encode_id(await world.town.does(_to_tell, world.ids['omar']))}"),
        *(("ready", f"g:{page}") for page in ("recap", "change", "own", "prices")),
        *(("begun", f"g:{page}") for page in ("go", "where", "answered", "pause")),
    ):
        world.phones[name].seen[data] = None
        world.surely.append((name, data))


def _to_tell(tx: Tx, person_id: int) -> int:
    """Find a notice that a referent keeps until it is told face to face."""
    said = sa.text("SELECT max(id) FROM outbox WHERE kind = 'tell_aloud' AND recipient_id = :person")
    return int(tx.connection.execute(said, {"person": person_id}).scalar_one())
