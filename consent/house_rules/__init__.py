"""The desk sets contacts, days, addresses and the texts of mails itself; each change stays in the history."""
