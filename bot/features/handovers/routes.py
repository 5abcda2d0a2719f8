"""Where buttons about the aid in the beneficiary's hands lead."""

from bot.domain.people import Role
from bot.interaction.plan_routes import BENEFICIARY, on_plan

HANDING = (Role.REFERENT, Role.LEAD)
"""Who hands over: in some programmes the organisation is paid, and its lead does what a referent does elsewhere."""

HANDOVER = on_plan("handover", *HANDING, looks=True)
HAND = on_plan("hand", *HANDING)
PAPER = on_plan("paper", *HANDING)
VOUCHERS_BACK = on_plan("vouchers_back", *HANDING)
RECEIVED = on_plan("received", *BENEFICIARY)
NOT_RIGHT = on_plan("not_right", *BENEFICIARY)
