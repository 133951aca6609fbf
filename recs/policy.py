from collaborative.people.policy import allow

allow("recs.keep_venues", "keep the list of venues and rooms", at=lambda venue: venue.keeper.lineage, state=False)
