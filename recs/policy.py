from collaborative.people.policy import allow

allow("recs.view", "see which RECs and partner agencies there are")
allow("recs.keep_venues", "keep the list of venues and rooms", at=lambda venue: venue.keeper.lineage, state=False)
