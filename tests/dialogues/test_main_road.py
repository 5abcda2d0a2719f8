"""The main road: Awa is invited, builds a plan, Lina asks for a change and endorses it, Claire grants it."""

import re

from bot.domain.people import Role
from tests.support.phones import Phone
from tests.support.town import Town


async def test_from_an_invitation_to_a_granted_plan(town: Town) -> None:
    await town.opens_call()
    residence = await town.organisation()
    lina = await town.member("Lina", Role.REFERENT, residence)
    claire = await town.member("Claire", Role.COORDINATOR)
    awa = await town.phone("Awa")

    await awa.starts(await invites_in_own_words(lina))
    assert await awa.has_seen("join/beneficiary")
    await awa.sees("privacy")
    await awa.taps("g:accept")
    await builds_the_plan(awa)
    await awa.sees("plan/recap")
    await awa.taps("send")
    assert await awa.has_seen("plan/sent")

    assert await lina.has_seen("notices/review_asked")
    await lina.taps("r:next")
    await lina.sees("review/card")
    await lina.taps("changes", "lodging", "done")
    await lina.says("Il faut choisir un camping. Le lac est très bien.")
    await lina.taps("skip")
    await lina.sees("review/decided")

    await town.passes(minutes=3)
    assert await awa.has_seen("notices/changes_asked")
    await awa.taps("g:go")
    await awa.sees("lodging/lodging")
    await awa.taps("campsite")
    await awa.taps("send_again")
    await awa.sees("plan/sent")

    await lina.taps("r:next")
    await lina.sees("review/card")
    await fills_own_part(lina)
    await lina.sees("review/card")
    await lina.taps("endorse")
    await lina.sees("review/decided")

    await town.passes(minutes=3)
    assert await claire.has_seen("notices/to_decide")
    await claire.taps("d:list")
    await claire.sees("committee/list")
    await claire.taps("decide")
    await claire.sees("committee/card")
    await claire.taps("grant")
    await claire.sees("committee/decided")

    await town.passes(minutes=3)
    assert await awa.has_seen("notices/granted")
    assert "690" in await awa.text()


async def invites_in_own_words(lina: Phone) -> str:
    """Invite Awa as Lina; returns the code of the link."""
    await lina.sees("review/home")
    await lina.taps("r:invite")
    await lina.says("Awa")
    await lina.taps("yes", "no", "yes", "normal")
    await lina.says("J'ai pensé à vous et à vos 3 enfants.")
    await lina.sees("invitation/_link")
    code = re.search(r"start=([\w-]+)", await lina.text())
    assert code is not None
    return code[1]


async def builds_the_plan(awa: Phone) -> None:
    """Give Awa's answers: the story of the sources."""
    await awa.sees("wishes/wishes")
    await awa.taps("sea", "children", "done")
    await awa.taps("children", "never")
    await awa.sees("travellers/adults")
    await awa.taps("1")
    await awa.says("6, 8 et 11 ans")
    await awa.taps("none")
    await awa.sees("stay/place")
    await awa.says("Le lac, à 25 km")
    await awa.sees("stay/dates")
    await awa.says("du 10 au 17 juillet")
    await awa.sees("lodging/lodging")
    await awa.taps("talk")
    await awa.sees("transport/transport")
    await awa.taps("train")
    await awa.says("60 €")
    await awa.sees("worries/worries")
    await awa.taps("home", "done")


async def fills_own_part(lina: Phone) -> None:
    """Fill in what an endorsement needs: the prices, then the referent's own part."""
    await lina.taps("prices")
    await lina.sees("figures/provider")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.sends("document", file_name="devis.pdf", mime_type="application/pdf")
    await lina.taps("yes", "option")
    await lina.says("180 euros")
    await lina.says("200")
    await lina.says("100")
    await lina.taps("caf", "done")
    await lina.says("150")
    await lina.taps("0", "none")
    await lina.sees("plan/budget")
    await lina.taps("card")
    await lina.taps("part")
    await lina.sees("referent/quotient")
    await lina.says("612")
    await lina.taps("caf")
    await lina.sees("referent/earlier_aids")
    await lina.taps("none")
    await lina.taps("own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes")
    await lina.taps("none")
