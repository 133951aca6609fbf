from collaborative.people.merges.movers import stays
from initiatives.models import Acknowledgment, InitiativeVersion

stays(InitiativeVersion, "published_by", "created_by")
stays(Acknowledgment, "acknowledged_by")
