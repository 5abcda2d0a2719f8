"""What people really type, and the answer they must get: with slips, without accents, in the words of a telephone."""

from pathlib import Path

import pytest

from bot.features.questions.finding import Heard, hear
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))

FRENCH = """
c koi un cheque vacance ? = voucher
C'est quoi les chèques vacances = voucher
je comprend pas les cheques vacances = voucher
Combien je vais toucher ? = how_much
c'est combien l'aide maximum ? = how_much
on a droit a combien ? = how_much
ca va me couter combien ? = my_share
ca coute cb = my_share
Est ce que c'est gratuit ? = my_share
j'ai pas les moyens de payer = my_share
je peux faire les courses au supermarché avec les chèques ? = vouchers_pay
est-ce que les chèques payent l'essence = vouchers_pay
le resto ça marche avec les chèques vacances ? = vouchers_pay
Faut il prendre du liquide ? = cash
je dois emporter combien d'argent sur place = cash
j'ai pas de carte bleue = no_bank_card
ils demandent une caution comment je fais ? = no_bank_card
faut il avancer l'argent ? = in_advance
Je dois verser un acompte = in_advance
est-ce que je peux réserver le camping tout de suite ? = in_advance
j'ai aussi une aide de la caf c'est possible ? = other_help
la mairie peut aider aussi ? = other_help
on m'a volé mes chèques !! = lost_vouchers
jai perdu mes cheques = lost_vouchers
il me reste des cheques vacances je fais quoi = left_over
est-ce que ma soeur peut venir ? = who_comes
ma seur peu venir avec nous ? = who_comes
Est-ce que je peux emmener ma mère ? = who_comes
mon copain peut il venir = who_comes
je veux inviter une amie = who_comes
je peux partir toute seule ? = alone
mon fils de 19 ans, il est majeur, peut il venir ? = grown_child
est-ce qu'on peut partir en groupe = group
j'ai un bébé de 6 mois = baby
y a t'il un lit bébé ? = baby
ma fille est handicapée est ce possible ? = child_disabled
je suis en fauteuil roulant = disability
J'ai un régime spécial = disability
je peut prendre mon chien ? = pets
et mon chat qui va le garder ? = pets
est ce qu'on peut partir à coté de chez nous ? = near_home
est-ce que c'est obligé d'aller loin = near_home
Puis-je partir en Espagne ? = abroad
je veux aller au maroc voir ma famille = abroad
partir a l'etranger c'est possible ? = abroad
je sais pas ou aller = place_unknown
vous avez des idées de destinations ? = place_unknown
on dort où ? = sleep_where
c'est quoi comme hébergement ? = sleep_where
combien de nuits au maximum ? = how_long
je peux partir juste un week-end ? = how_long
on peut partir quand ? = when
Puis-je partir en aout ? = when
mes enfants on école, je fais comment ? = school
c'est obligé pendant les vacances scolaire ? = school
comment avoir les billet de trin ? = train_tickets
ya une reduction sncf ? = train_tickets
je n'ai pas le permis = no_car
y a un bus pour y aller ? = no_car
comment sa marche ? = how_it_works
je dois faire quoi maintenant ? = how_it_works
est-ce que j'ai le droit à cette aide ? = for_me
je suis au RSA, j'ai droit ? = for_me
c'est quoi la date limite ? = by_when
jusqu'a quand je peux envoyer ? = by_when
quels papiers il faut ? = papers
quels justificatifs dois-je donner = papers
qui c'est qui décide ? = who_decides
qui valide mon projet ? = who_decides
j'aurai la réponse quand ? = when_answer
toujours pas de reponse... = when_answer
il en est où mon dossier ? = when_answer
et si c'est refusé ? = refused
ma demande a été refusée pourquoi = refused
il reste encore de la place ? = waiting
quand est ce que je recois les cheques ? = after_yes
je veux annuler mon projet = give_up
on peut décaler les dates ? = give_up
faut demander des congés a mon patron ? = leave
je suis au chomage ça pose problème ? = jobseeker
faut prévenir pole emploi ? = jobseeker
je suis au RSA, je dois prévenir ? = jobseeker
j'ai le rsa je dois prévenir qui si je pars ? = jobseeker
avec le RSA il faut déclarer mon absence ? = jobseeker
je demande l'asile, je peux quitter ma région ? = asylum_housing
je suis demandeur d'asile j'ai le droit de partir ? = asylum_housing
je vais perdre ma place au foyer ? = room_kept
est-ce que ma chambre sera gardée = room_kept
est-ce que je vais perdre mon rsa ? = benefits
faut-il déclarer aux impots = benefits
qui peut lire mes réponses = who_sees
c'est confidentiel ? = who_sees
mon ex va le savoir ? = family
mon mari ne doit pas savoir = family
supprimez mes données svp = delete_data
je parle pas bien français = language
je me suis trompé comment corriger ? = change_answer
je peut finir demain ? = later
j'ai du mal à lire, je sais pas lire = cannot_read
je voudrais parler a une vrai personne = talk_to
j'ai changé de numéro de téléphone = new_phone
mon mari me frape = in_danger
j'ai peur de mon mari que faire ? = in_danger
je voudrais savoir si ma tante peut partir avec moi = who_comes
kel papier je doi amené = papers
pourquoi on m'a dit non = refused
y a une piscine pour les enfants ? = activities
mes réponses sont gardées combien de temps = delete_data
c'est une arnaque ? = really_for_me
on ne mérite pas ça = really_for_me
je suis jamais parti en vacances de ma vie = never_left
j'ai très peur de partir = afraid
et si je suis malade juste avant ? = ill_before
faut il une assurance annulation = insurance
si on rate le train on fait quoi = problem_there
il faut garder les factures ? = after
et après les vacances ? = after
je pourrai repartir l'année prochaine ? = next_year
"""
ENGLISH = """
what's a holiday voucher? = voucher
what is a vaucher = voucher
how much money can we get = how_much
how much do i have to pay myself? = my_share
is it free? = my_share
can I buy food in the supermarket with the vouchers = vouchers_pay
do I need cash with me? = cash
I have no credit card = no_bank_card
do I pay a deposit in advance? = in_advance
i have help from CAF as well = other_help
my vouchers were stolen = lost_vouchers
can my sister come with us? = who_comes
may I bring my boyfrend? = who_comes
can i go on my own = alone
is there a cot for the baby? = baby
my son is disabled, can he come? = child_disabled
i use a wheelchair = disability
can i take my dog = pets
do I have to go far away? = near_home
can we go to Spain = abroad
I don't know where to go = place_unknown
where do we sleep? = sleep_where
how many nights may I stay away? = how_long
can we leave in august? = when
does my kid miss school? = school
how do I get the train tickets = train_tickets
I don't have a car = no_car
how does this work? = how_it_works
am I entitled to this? = for_me
what's the deadline = by_when
which documents do you need = papers
who decides about my plan? = who_decides
when will I get an answer? = when_answer
what if they refuse? = refused
I want to cancel = give_up
must I ask my boss for days off? = leave
i am unemployed what do i do = jobseeker
I am on RSA, do I have to tell somebody? = jobseeker
I am an asylum seeker = asylum_housing
will I lose my room in the shelter? = room_kept
will I lose my benefits = benefits
who can read my answers? = who_sees
does my ex husband know about it? = family
please delete my data = delete_data
can i have this in arabic = language
i made a mistake = change_answer
can i finish tomorrow? = later
i cant read well = cannot_read
I want to speak with a human = talk_to
i lost my phone = new_phone
he beats me what can i do = in_danger
whats the maximum amount = how_much
what do i do with the receipts = after
I'm scared to go = afraid
we never went on holiday before = never_left
my child got ill before leaving = ill_before
do we need an insurance? = insurance
what if we miss the train = problem_there
can we go again next year? = next_year
"""
NOTHING = (
    "bonjour", "ok merci", "Camping du Lac", "Awa", "350", "du 10 au 17 juillet", "blabla", "zzzz", "???", "👍", "",
    "quel est le sens de la vie ?", "quelle heure est-il ?", "qui a gagné le match hier ?", "hello",
    "what's your favourite colour?", "quand il fera chaud", "raconte une blague", "https://example.org/",
)  # fmt: skip


def asked(table: str) -> list[tuple[str, str]]:
    return [(text, name) for text, _, name in (line.rpartition(" = ") for line in table.strip().splitlines())]


def hears(text: str, language: str) -> Heard:
    return hear(RENDERER, Reader(language=language), text)


@pytest.mark.parametrize(("language", "table"), [("fr", FRENCH), ("en", ENGLISH)])
def test_what_people_type_finds_its_answer_first_or_second(language: str, table: str) -> None:
    phrasings = asked(table)
    lost = [(text, name, hears(text, language).found) for text, name in phrasings
            if name not in [found.key for found in hears(text, language).found[:2]]]  # fmt: skip
    assert len(phrasings) >= 50
    assert len(lost) <= len(phrasings) * 0.05, lost


@pytest.mark.parametrize(("language", "table"), [("fr", FRENCH), ("en", ENGLISH)])
def test_a_question_with_its_mark_shows_its_answer(language: str, table: str) -> None:
    missed = [text for text, name in asked(table) if name not in hears(text, language).likely]
    assert len(missed) <= len(asked(table)) * 0.1, missed


@pytest.mark.parametrize("text", ["je suis au RSA, je dois prévenir ?", "Avec le RSA, faut-il déclarer mon absence ?"])
def test_a_person_on_rsa_is_told_first_what_to_tell_france_travail(text: str) -> None:
    assert hears(text, "fr").found[0].key == "jobseeker"


@pytest.mark.parametrize(
    "text", ["mon mari me frappe", "Il me menace avec un couteau", "au secours", "my husband hits me"]
)
def test_a_person_in_danger_need_not_ask(text: str) -> None:
    assert hears(text, "fr").shown[0] == "in_danger"


@pytest.mark.parametrize(
    "text", ["mon mari peut venir ?", "j'ai peur du train", "la police lit mes réponses ?", "mon mari"]
)
def test_numbers_for_danger_are_not_for_a_person_who_asks_something_else(text: str) -> None:
    assert "in_danger" not in hears(text, "fr").shown


@pytest.mark.parametrize("text", NOTHING)
def test_what_asks_nothing_we_know_of_finds_nothing(text: str) -> None:
    for language in ("fr", "en"):
        assert hears(text, language).shown == ()
