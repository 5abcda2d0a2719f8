"""Who pays what: costs, resources, the aid proposed and why, and how it can be paid. Integer cents only.

The formula (docs/decisions.md, The aid): floor10(min(rate × cost, Σ caps per person,
total − other resources − minimum own share)). If the beneficiary puts in more than the minimum, that share counts.
What is left in an envelope limits a grant, never the aid shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.aid import AidForm
from bot.domain.limits import AmountByRank, CapPerPerson, MaxShare, OwnShare
from bot.domain.money import NOTHING, Cents, Percent, floor10, share_of, total
from bot.domain.rules import Rule
from bot.domain.travellers import Party


class CostKind(StrEnum):
    """A line of costs, as ANCV's form counts them."""

    LODGING = "lodging"
    TRANSPORT = "transport"
    FOOD = "food"
    LEISURE = "leisure"
    INSURANCE = "insurance"
    TOURIST_TAX = "tourist_tax"
    """What a town asks for each night: paid on the spot."""
    OTHER = "other"


TAKE_VOUCHERS = frozenset({CostKind.LODGING, CostKind.TRANSPORT, CostKind.LEISURE, CostKind.INSURANCE})
"""Vouchers pay services, not goods: food bought in a supermarket and fuel need cash."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost. `vouchers` None takes the usual answer of its kind; fuel says False, a restaurant True."""

    kind: CostKind
    amount: Cents
    vouchers: bool | None = None

    @property
    def takes_vouchers(self) -> bool:
        """Whether vouchers can pay it."""
        return self.kind in TAKE_VOUCHERS if self.vouchers is None else self.vouchers


class ResourceKind(StrEnum):
    """Where money comes from, the aid itself excepted."""

    OWN = "own"
    CAF = "caf"
    VACAF = "vacaf"
    MSA = "msa"
    """The family allowances of those who work on the land."""
    TOWN = "town"
    """The town, and its social centre (CCAS)."""
    DEPARTMENT = "department"
    REGION = "region"
    HEALTH = "health"
    """A health or pension fund (CPAM, CARSAT), or a mutual insurance."""
    DISABILITY = "disability"
    """What the department pays for a disability (MDPH, PCH)."""
    EMPLOYER = "employer"
    WORKS_COUNCIL = "works_council"
    """The works council (CSE), or the one that several small organisations have together (CASSC)."""
    FOUNDATION = "foundation"
    DONATION = "donation"
    OTHER = "other"
    """Another, with its name."""


TO_PROVIDER = frozenset({ResourceKind.VACAF})
"""What is paid straight to the lodging: the beneficiary never holds it. Any other money is cash."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource."""

    kind: ResourceKind
    amount: Cents
    name: str = ""
    """Who it is, for another one."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Costs and resources of one plan, without the aid."""

    costs: tuple[Cost, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def cost(self) -> Cents:
        """All that the stay costs."""
        return total(cost.amount for cost in self.costs)

    @property
    def own(self) -> Cents:
        """What the beneficiary puts in."""
        return total(each.amount for each in self.resources if each.kind is ResourceKind.OWN)

    @property
    def others(self) -> Cents:
        """What comes from anyone else."""
        return total(each.amount for each in self.resources if each.kind is not ResourceKind.OWN)

    @property
    def straight(self) -> Cents:
        """What is paid straight to the provider."""
        return total(each.amount for each in self.resources if each.kind in TO_PROVIDER)

    @property
    def cash(self) -> Cents:
        """What arrives in cash."""
        return total(each.amount for each in self.resources if each.kind not in TO_PROVIDER)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules say of the aid: None where no rule speaks, or who travels is not known yet."""

    rate: Percent | None = None
    caps: Cents | None = None
    own_share_min: Cents = NOTHING
    uncertain: tuple[str, ...] = ()
    """Ids of the rules behind these terms that nobody has confirmed: used, but not quoted as rules."""
    by_rank: Cents | None = None
    """The most for a household that was helped as often before."""
    before: int = 0
    """How often it was."""


def terms_of(rules: Iterable[Rule], party: Party | None, before: int | None = None) -> Terms:
    """Collect the terms of the formula from these rules; where two rules speak of one term the stricter counts.

    While nobody has said how many aids there were `before`, the most of a first one holds.
    """
    rates: list[Percent] = []
    caps: list[Cents] = []
    ranks: list[Cents] = []
    own_shares: list[Cents] = [NOTHING]
    uncertain: list[str] = []
    for rule in rules:
        match rule.limit:
            case MaxShare(percent):
                rates.append(percent)
            case CapPerPerson() as cap:
                caps.extend([cap.most(party)] if party else [])
            case AmountByRank() as amounts:
                ranks.extend([amounts.most(before or 0, party)] if party else [])
            case OwnShare(least):
                own_shares.append(Cents(least * (party.helped if party else 1)))
            case _:
                continue
        if not rule.source.certain:
            uncertain.append(rule.id)
    return Terms(
        rate=min(rates, default=None),
        caps=min(caps, default=None),
        own_share_min=max(own_shares),
        uncertain=tuple(uncertain),
        by_rank=min(ranks, default=None),
        before=before or 0,
    )


class Term(StrEnum):
    """A term of the formula."""

    RATE = "rate"
    CAPS = "caps"
    RANK = "rank"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The aid proposed and each term it comes from, so that a template can explain it."""

    aid: Cents
    rate: Percent | None
    by_rate: Cents | None
    """At most this, by the share of the cost."""
    by_caps: Cents | None
    """At most this, by the caps per person."""
    left: Cents
    """What is left to find once the others and the person have put in their share; never below 0."""
    decided_by: Term
    """The smallest term."""
    rounded_off: Cents
    """What rounding down to vouchers took off."""
    uncertain: tuple[str, ...]
    by_rank: Cents | None = None
    """At most this, by how many aids there were before."""
    before: int = 0
    """How many there were."""


def propose(budget: Budget, terms: Terms) -> Proposal:
    """Propose the aid, exactly as the formula says it, never below 0."""
    by_rate = None if terms.rate is None else share_of(budget.cost, terms.rate)
    own = max(budget.own, terms.own_share_min)
    left = Cents(max(0, budget.cost - budget.others - own))
    candidates = {Term.LEFT: left, Term.RATE: by_rate, Term.CAPS: terms.caps, Term.RANK: terms.by_rank}
    bounds = {term: amount for term, amount in candidates.items() if amount is not None}
    decided_by = min(bounds, key=bounds.__getitem__)
    aid = floor10(bounds[decided_by])
    return Proposal(
        aid=aid,
        rate=terms.rate,
        by_rate=by_rate,
        by_caps=terms.caps,
        left=left,
        decided_by=decided_by,
        rounded_off=Cents(bounds[decided_by] - aid),
        uncertain=terms.uncertain,
        by_rank=terms.by_rank,
        before=terms.before,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How the stay is paid with an aid of so much. Where it is not in vouchers, it pays whatever there is to pay."""

    aid: Cents
    useless_vouchers: Cents
    """Vouchers beyond what they can pay: the aid is too high for this plan, or a cost must change."""
    cash_needed: Cents
    """Costs that vouchers cannot pay; nothing where there are none."""
    to_take: Cents
    """These, and what vouchers could pay if there were more of them."""
    cash: Cents
    """Resources in cash."""
    cash_short: Cents
    """Cash needed beyond the cash there is."""
    missing: Cents
    """Cost that nothing pays yet."""
    surplus: Cents
    """Money beyond the cost."""


def pay(budget: Budget, aid: Cents, form: AidForm = AidForm.VOUCHERS) -> Payment:
    """Return how the costs are covered with this aid in this form: only vouchers part them into two.

    What is paid straight to the provider pays first a lodging that takes no vouchers, so as to spare cash.
    """
    needed, useless, unpaid = _apart(budget, aid) if form.in_vouchers else (NOTHING, NOTHING, NOTHING)
    open_cost = budget.cost - budget.others - budget.own - aid
    return Payment(
        aid=aid,
        useless_vouchers=useless,
        cash_needed=needed,
        to_take=Cents(needed + unpaid),
        cash=budget.cash,
        cash_short=Cents(max(0, needed - budget.cash)),
        missing=Cents(max(0, open_cost)),
        surplus=Cents(max(0, -open_cost)),
    )


def _apart(budget: Budget, aid: Cents) -> tuple[Cents, Cents, Cents]:
    """Return the costs that only cash can pay, the vouchers that can pay nothing, and what more of them could pay."""
    straight = budget.straight
    cash_only = [cost for cost in budget.costs if not cost.takes_vouchers]
    spared = min(straight, total(cost.amount for cost in cash_only if cost.kind is CostKind.LODGING))
    needed = total(cost.amount for cost in cash_only) - spared
    room = max(0, total(cost.amount for cost in budget.costs if cost.takes_vouchers) - (straight - spared))
    return Cents(needed), Cents(max(0, aid - room)), Cents(max(0, room - aid))
