"""The rules of social-holiday aid: pure, no clock, no storage, no sentence. Its words and their French.

network · réseau · structures that file together with ANCV, led by coordinators
organisation · structure · a shelter, a residence, a SIAE or another place where referents work
SIAE · structure d'insertion par l'activité économique · a company that hires people on the way back to work
ANCV · Agence nationale pour les chèques-vacances · the public agency that funds the aid
programme · dispositif · a set of rules with the year and source of each figure
call · appel à projets · a programme opened by a network with dates, regions, places and money
plan · projet de vacances · what a person builds, question by question; its file is the dossier
traveller · voyageur · someone who goes; counted, never named
party · groupe qui part · the travellers of one plan
group · projet collectif · several households with one plan, one budget and one decision
household · participant · those who come with one member of a group, and what they put in; one alone is one too
helped · bénéficiaire de l'aide · the travellers a programme is for, such as the woman in Elles en Vacances
companion · accompagnateur · someone who travels as a professional or a volunteer
beneficiary · bénéficiaire · the person whose plan it is
referent · référent · the social worker or volunteer who accompanies her and endorses her plan
lead · référent vacances de la structure · spreads the work of an organisation and hands over the aid
decider · membre de la commission · decides in the calls that name them, never about people they accompany
coordinator · tête de réseau · opens calls, decides, accounts to ANCV
endorse · valider, avis favorable · the referent stands behind the plan
committee · commission · decides on endorsed plans
grant · accorder · the committee says yes
award · attribution · what was granted
handover · remise des chèques-vacances · the vouchers reach the person
voucher · chèque-vacances · pays services, not goods; notes of 10, 20, 25 and 50 €
report · bilan · what really happened, told by the referent after the stay
story · récit · what the person tells of it herself, and her faces before and after
let pass · dispense · missing reports are not held against an organisation in one call
envelope · enveloppe · the money of a call
place · place · one person of a call
quotient · quotient familial (QF) · a household's monthly means by share, as the family fund computes it
own share · participation personnelle · what the person puts in herself, savings included
cap · plafond · the most an aid may be, by person
limit · limite · a figure of the closed vocabulary and how it judges a plan
rule · règle · a limit, whose it is, from which year and how sure
certain · confirmé · sourced, or confirmed by the coordinator: may refuse and be quoted; else it only warns
finding · constat · what one rule says of one plan
terms · termes du calcul · what the rules say of the aid: rate, caps, minimum own share
route · autre piste · another aid to show when this one is unlikely
likely no · sans doute non · the first look at an invitation found a reason against it
discreet · contact discret · the bot never writes first and shows nothing before the code
neutral name · nom neutre · the only name of a programme that a person may read
"""
