"""The whole road on three phones, in a real browser: one command, then only what a visitor can see and touch."""

from datetime import date

from tests.demo.visitor import Demo, Hands, Visitor


async def test_awa_builds_a_plan_lina_endorses_it_and_claire_grants_it(demo: Demo, visitor: Visitor) -> None:
    awa, lina, claire = await visitor.hands()
    await visitor.keeps("opening", awa)

    await awa_joins(awa)
    await says_what_would_do_good_and_who_goes(awa)
    await demo.end()
    await demo.begin()
    await says_where_when_and_how(awa)
    await lina.starts()
    await lina.reads("Bonjour Lina", "Aucun projet à relire")
    await checks_and_sends(awa)

    await asks_for_a_change(lina)
    await visitor.moves_the_clock()
    await answers_the_change(awa)

    await visitor.moves_the_clock()
    await fills_the_prices(lina)
    await fills_own_part(lina)
    await claire.starts()
    await claire.reads("Réseau des Tilleuls", "Plus rien à décider")
    await endorses(lina)

    await visitor.moves_the_clock()
    await grants(claire)

    await visitor.moves_the_clock()
    await makes_the_minutes(claire)
    await awa.reads("Awa, c’est oui : 690 €", "samedi 10 juillet", "Votre chambre est gardée", "avec Lina")
    await visitor.keeps("it-is-yes", awa)
    await awa.taps("Ma liste pour partir")
    await awa.reads("Ma liste pour partir", "Touchez ce qui est prêt")
    await visitor.keeps("list-for-leaving", awa)

    await the_clock_is_moved(visitor, awa, lina)


async def test_a_restart_in_the_middle_of_a_question_keeps_the_chat_and_the_answers(
    demo: Demo, visitor: Visitor
) -> None:
    awa, _, _ = await visitor.hands()
    await awa.starts()
    await awa.taps("C’est parti")
    await awa.ticks("Voir la mer")

    assert await demo.end() == 0
    await demo.begin()
    await visitor.page.reload()

    await awa.reads("Qu’est-ce qui vous fera du bien")
    await awa.ticks("Aller au restaurant")
    await awa.taps("C’est tout")
    await awa.reads("Envies", "mer", "restaurant", "Le plus important pour vous")


async def awa_joins(awa: Hands) -> None:
    await awa.starts()
    await awa.reads("Vos données", "Telegram garde aussi cette discussion")
    await awa.visitor.keeps("welcome", awa)
    await awa.taps("C’est parti")
    await awa.reads("1 sur 12", "pas envoyé", "Qu’est-ce qui vous fera du bien")


async def says_what_would_do_good_and_who_goes(awa: Hands) -> None:
    await awa.ticks("Être avec mes enfants", "Aller au restaurant")
    await awa.visitor.keeps("wishes", awa)
    await awa.taps("C’est tout")
    await awa.answers("Le plus important", "De bons moments avec mes enfants")
    await awa.answers("Vos dernières vacances", "Je n’en ai jamais eu")
    await awa.answers("Combien d’adultes", "1")
    await awa.reads("Quel âge ont les enfants")
    await awa.visitor.keeps("ages", awa)
    await awa.writes("6, 8 et 11 ans")
    await awa.answers("De quoi est-ce que vous avez besoin", "Rien de spécial")
    await awa.reads("Où est-ce que vous voulez aller")


async def says_where_when_and_how(awa: Hands) -> None:
    """Answer after the restart: the question that was asked before it still stands, with its buttons."""
    await awa.visitor.keeps("place", awa)
    await awa.replies("Où est-ce que vous voulez aller", "Au lac, à 25 km")
    await awa.reads("Quel jour est le départ")
    await awa.visitor.keeps("calendar", awa)
    await awa.writes("du 10 au 17 juillet")
    await awa.reads("4 personnes, 7 nuits", "80 euros sur 100", "Où est-ce que vous voulez dormir")
    await awa.visitor.keeps("lodging", awa)
    await awa.taps("Avec Lina")
    await awa.answers("Comment est-ce que vous voulez y aller", "En train")
    await awa.reads("Combien est-ce que vous pouvez payer")
    await awa.visitor.keeps("own-share", awa)
    await awa.writes("60 €")
    await awa.reads("Qu’est-ce qui vous inquiète")
    await awa.ticks("Laisser mon logement")
    await awa.taps("C’est tout")


async def checks_and_sends(awa: Hands) -> None:
    await awa.reads("Rien n’est envoyé tant que")
    await awa.visitor.keeps("check-and-send", awa)
    await awa.taps("Envoyer à Lina")
    await awa.reads("En attendant", "comment ça va aujourd’hui")
    await awa.visitor.keeps("sent", awa)
    await awa.taps("Non merci")
    await awa.reads("Votre projet est envoyé")


async def asks_for_a_change(lina: Hands) -> None:
    await lina.reads("1 projet à relire")
    await lina.visitor.keeps("something-to-review", lina)
    await lina.taps("Ouvrir")
    await lina.reads("Awa", "1 adulte", "3 enfants", "7 nuits")
    await lina.visitor.keeps("card", lina)
    await lina.taps("Demander un changement")
    await lina.reads("Quelles réponses faut-il changer")
    await lina.ticks("Logement")
    await lina.visitor.keeps("which-answers", lina)
    await lina.taps("C’est tout")
    await lina.replies("que demandez-vous", "Un mobil-home au camping, au bord du lac ?")
    await lina.reads("Voulez-vous proposer une réponse")
    await lina.visitor.keeps("a-proposal", lina)
    await lina.taps("Sauter cette question")
    await lina.reads("changements demandés par vous")
    await lina.visitor.keeps("change-asked", lina)


async def answers_the_change(awa: Hands) -> None:
    await awa.reads("Lina vous demande 1 changement", "Un mobil-home au camping")
    await awa.visitor.keeps("one-change", awa)
    await awa.taps("Répondre")
    await awa.answers("Où est-ce que vous voulez dormir", "Au camping")
    await awa.reads("Au camping", "Rien n’est envoyé tant que")
    await awa.visitor.keeps("answered", awa)
    await awa.taps("Renvoyer à Lina")
    await awa.reads("C’est envoyé à Lina")


async def fills_the_prices(lina: Hands) -> None:
    await lina.answers("1 projet revient", "Ouvrir")
    await lina.reads("Ce qui a changé", "Au camping")
    await lina.visitor.keeps("card-with-what-changed", lina)
    await lina.taps("Prix")
    await lina.replies("Comment s’appelle le camping", "Camping du Lac")
    await lina.answers("Dans quel pays", "En France")
    await lina.replies("Combien coûte le logement", "420")
    await lina.reads("un papier avec le prix")
    await lina.visitor.keeps("quote", lina)
    await lina.sends_a_quote()
    await lina.answers("accepte les chèques-vacances", "Oui")
    await lina.answers("Est-ce que c’est réservé", "C’est réservé pour quelques jours")
    await lina.replies("Combien coûte le trajet", "180 euros")
    await lina.replies("Combien pour les courses", "200")
    await lina.replies("Combien pour les sorties", "100")
    await lina.reads("Qui d’autre aide à payer")
    await lina.ticks("La CAF")
    await lina.taps("C’est tout")
    await lina.replies("combien ?", "150,00 €")
    await lina.replies("Combien est-ce qu’il faut payer avant", "0")
    await lina.answers("payer d’autre", "Rien d’autre")
    await lina.reads("Total : 900 €", "La CAF 150 €", "Aide : 690 €", "Il ne manque rien")
    await lina.visitor.keeps("who-pays-what", lina)


async def fills_own_part(lina: Hands) -> None:
    await lina.taps("Ouvrir la fiche")
    await lina.taps("Ma partie")
    await lina.replies("Quel est le quotient familial", "612")
    await lina.answers("Quel justificatif", "Attestation CAF")
    await lina.answers("déjà eu une APV", "Jamais")
    await lina.answers("Quel est l’objectif", "Les mots de la personne")
    await lina.replies("Comment accompagnez-vous", "Un rendez-vous par semaine, un appel pendant le séjour.")
    await lina.reads("la chambre est gardée")
    await lina.visitor.keeps("room-kept", lina)
    await lina.taps("Oui, je l’ai vu par écrit")
    await lina.answers("Quelles démarches", "Rien à faire")


async def endorses(lina: Hands) -> None:
    await lina.reads("Awa", "900 €", "aide 690 €")
    await lina.visitor.keeps("ready-to-endorse", lina)
    await lina.taps("Tout lire")
    await lina.reads("Quotient familial : 612 €", "Un rendez-vous par semaine")
    await lina.visitor.keeps("everything", lina)
    await lina.taps("Ouvrir la fiche")
    await lina.taps("Valider")
    await lina.reads("validé par vous", "Plus rien à relire")
    await lina.visitor.keeps("endorsed", lina)


async def grants(claire: Hands) -> None:
    await claire.reads("1 projet à décider")
    await claire.visitor.keeps("to-decide", claire)
    await claire.taps("Ouvrir")
    await claire.reads("sam. 10 juil.")
    await claire.visitor.keeps("list-of-the-committee", claire)
    await claire.taps("V-20")
    await claire.reads("aide 690 €", "Premières vacances", "40 places")
    await claire.visitor.keeps("decision", claire)
    await claire.taps("Accorder 690 €")
    await claire.reads("accordé")
    await claire.visitor.keeps("granted", claire)


async def makes_the_minutes(claire: Hands) -> None:
    await claire.taps("Chiffres et procès-verbaux")
    await claire.reads("Séjours d’été", "690 €")
    await claire.visitor.keeps("figures", claire)
    await claire.taps("Faire le procès-verbal")
    await claire.reads("Procès-verbal")
    await claire.visitor.keeps("minutes", claire)


async def the_clock_is_moved(visitor: Visitor, awa: Hands, lina: Hands) -> None:
    """Move the clock: each reminder comes when its day is shown."""
    for day, words in (
        (date(2027, 6, 25), "Il reste à faire"),
        (date(2027, 7, 3), "Il reste à faire"),
        (date(2027, 7, 9), "Gardez avec vous l’adresse"),
        (date(2027, 7, 20), "Bon retour"),
        (date(2027, 8, 2), "Comment étaient vos vacances"),
    ):
        await visitor.goes_on_to(day)
        await awa.reads(words)
        await visitor.keeps(f"reminder-{day.isoformat()}", awa)
    await lina.reads("1 chose vous attend")
    await visitor.keeps("message-of-the-day", lina)
    await lina.taps("Ce qui m’attend")
    await lina.reads("1 bilan à rendre")
    await visitor.keeps("what-awaits-her", lina)
