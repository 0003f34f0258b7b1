"""Views of the signing stage: the requester who asks, the signer who reads, chooses and signs."""
