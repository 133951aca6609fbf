from collaborative.people.policy import allow


def _queue(request) -> list[int]:
    return request.rec.lineage


def _district(request) -> list[int]:
    return getattr(request, "district", request).lineage


def _district_or_rec(request) -> list[int]:
    return [*request.district.lineage, request.rec_id]


def _asked(person, request) -> bool:
    return request.asked_by_id == person.pk


allow("support.view", "see support requests of one’s district or region", at=_district_or_rec, own=_asked)
allow("support.ask", "ask for support for one’s district", at=_district, state=False)
allow("support.answer", "answer, hand over and close requests of the region", at=_queue, state=False)
allow("support.rate", "say whether the answer helped", at=_district, own=_asked, state=False)
allow("support.log_assistance", "log technical assistance", at=lambda row: row.rec.lineage, state=False)
