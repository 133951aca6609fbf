from collaborative.people.policy import allow


def _itself(organization) -> list[int]:
    return organization.lineage


allow("districts.view", "see which districts and schools there are")
allow("districts.view_roster", "see the staff of a district", at=_itself)
allow("districts.change_region", "say which REC invites a district from a day on", at=_itself)
allow("districts.keep_roster", "add staff and end their places", at=_itself, state=False)
