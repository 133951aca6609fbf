from collaborative.people.models.claim import Claim
from collaborative.people.models.fresh_code import FreshCode
from collaborative.people.models.merge import Merge, MergeAnswer, TwoPeople
from collaborative.people.models.organization import HAVE_PAGES, Affiliation, Organization, OrganizationKind
from collaborative.people.models.person import Hat, Person, Scope, made_in_demo
from collaborative.people.models.record_change import RecordChange
from collaborative.people.models.role_proposal import ProposalAnswer, RoleProposal

__all__ = [
    "HAVE_PAGES",
    "Affiliation",
    "Claim",
    "FreshCode",
    "Hat",
    "Merge",
    "MergeAnswer",
    "Organization",
    "OrganizationKind",
    "Person",
    "ProposalAnswer",
    "RecordChange",
    "RoleProposal",
    "Scope",
    "TwoPeople",
    "made_in_demo",
]
