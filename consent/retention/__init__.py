"""Terms end, and what is kept after them: reminders, renewal, proof for a claims period, destruction, legal hold (L8)."""
