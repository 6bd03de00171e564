"""Acting in a run: commands, the ledger of turns that were made here, the hand-over to the model, decisions."""
