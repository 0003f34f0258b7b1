"""Pages of groups: the requester's, the phone's, the tablet's."""
