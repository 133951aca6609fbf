from accountability.models import Submission
from collaborative.people.merges.movers import stays

stays(Submission, "submitted_by", "reviewed_by")
