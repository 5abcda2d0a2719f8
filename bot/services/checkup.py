"""What `./valise doctor` looks at: figures that do not add up, edited audit lines, what people were promised."""

from bot.storage import audit, calls, networks
from bot.storage.store import Tx


def findings(tx: Tx) -> list[str]:
    """One line for each thing that is wrong, for an operator; ids only."""
    wrong = [f"call {call_id}: its counters are not the sum of its ledger" for call_id in calls.unbalanced(tx)]
    wrong += [f"audit {chain}: line {seq} was edited or is missing" for chain, seq in audit.verify_all(tx)]
    for network in networks.all_networks(tx):
        if not network.controller:
            wrong.append(f"network {network.id}: nobody is named who answers for people's data (--controller)")
        if not network.data_contact:
            wrong.append(f"network {network.id}: no address for questions about data (--data-contact)")
    return wrong
