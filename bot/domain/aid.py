"""In what form an aid reaches those who go on holiday: holiday vouchers, money passed on, a bill paid, a refund.

Sources: aid of ANCV comes in holiday vouchers (ancv.com, APV, 2023); that of the Coorace experiment is money for the
SIAE "à reverser à leurs salariés" (coorace.org, first evaluation, 2022); a CAF pays the provider of the stay (VACAF).
"""

from enum import StrEnum


class AidForm(StrEnum):
    """What is handed over, and to whom."""

    VOUCHERS = "vouchers"
    """Holiday vouchers, on paper or on a telephone, into the beneficiary's hands."""
    TRANSFER = "transfer"
    """Money that the referent or the organisation passes on to the beneficiary."""
    PAID_TO_PROVIDER = "paid_to_provider"
    """Money that never passes through the beneficiary's hands: the provider of the stay is paid."""
    REFUND = "refund"
    """Money paid back to the beneficiary, who has paid first, once the receipts are there."""

    @property
    def in_vouchers(self) -> bool:
        """Whether there are holiday vouchers: to count, to spend where they are taken, and to give back."""
        return self is AidForm.VOUCHERS

    @property
    def in_hand(self) -> bool:
        """Whether the beneficiary receives something, and confirms it."""
        return self is not AidForm.PAID_TO_PROVIDER
