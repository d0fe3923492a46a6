"""People, what they consented to, how they answered, and the networks they form."""

from participants.models.change import Assessment, ChangeThreshold
from participants.models.design import ComparisonDesign
from participants.models.instruments import AnswerOption, Band, Domain, Instrument, Item
from participants.models.networks import Network, NetworkMembership
from participants.models.people import CommunityCorrection, Consent, Merge, Participant, TwoPeople

__all__ = [
    "AnswerOption",
    "Assessment",
    "Band",
    "ChangeThreshold",
    "CommunityCorrection",
    "ComparisonDesign",
    "Consent",
    "Domain",
    "Instrument",
    "Item",
    "Merge",
    "Network",
    "NetworkMembership",
    "Participant",
    "TwoPeople",
]
